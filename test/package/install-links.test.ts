import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { installLinks, renderInstallLinks } from '../../scripts/install-links.ts'
import { entryFor } from '../../src/app/install/entry-state.ts'
import { IS_PUBLISHED } from '../../src/app/install/published.ts'
import { type Program, wantedEntry } from '../../src/app/install/server-entry.ts'
import { readPage } from '../repository/docs/markdown.ts'

/** Reads a link as the pages of the clients do. */
function decoded(url: string) {
  const { searchParams } = new URL(url)
  const config = searchParams.get('config') ?? ''
  const json = config.startsWith('{') ? config : Buffer.from(config, 'base64').toString()
  return { name: searchParams.get('name'), entry: JSON.parse(json) }
}

describe('a link', () => {
  it.each(installLinks().map(({ client, url }) => [client.name, client, url] as const))(
    'for %s adds what `install` writes',
    async (_, client, url) => {
      const program: Program = { execPath: 'node', script: 'main.js', platform: 'linux' }
      const { entry } = await wantedEntry([], {}, program, true)
      expect(decoded(url)).toEqual({ name: 'apify', entry: entryFor(client, entry) })
      expect(decoded(url).entry).toMatchObject({
        command: 'npx',
        args: ['-y', 'apify-agent-tools'],
      })
    },
  )

  it('is there for Cursor and VS Code', () => {
    expect(installLinks().map(({ client }) => client.name)).toEqual(['cursor', 'vscode'])
  })
})

describe('the page of clients', () => {
  it('shows the links once the package is published', () => {
    const shown = renderInstallLinks(true)
    for (const { url } of installLinks()) expect(shown).toContain(`](${url})`)
  })

  it('shows no link that cannot work', () => {
    expect(renderInstallLinks(false)).not.toMatch(/https?:/)
    const urls = installLinks().map(({ url }) => url)
    const { links } = readPage('docs/clients.md')
    expect(urls.filter((url) => links.includes(url))).toEqual(IS_PUBLISHED ? urls : [])
  })
})
