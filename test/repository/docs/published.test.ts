import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseToml } from '@decimalturn/toml-patch'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { asPublished, filesWithSnippets } from '../../../scripts/published-snippets.ts'
import { ROOT } from '../../support/root.ts'
import { CLONE } from './attach.ts'
import { blocksFor } from './blocks.ts'

const PARSERS: Record<string, (text: string) => unknown> = {
  json: JSON.parse,
  toml: parseToml,
  yaml: parseYaml,
}

/** Returns what a value says of a server, with the start of a clone in place of that of the package. */
function startsOf(value: unknown): unknown {
  const text = JSON.stringify(value)
  expect(text).not.toContain(CLONE)
  return JSON.parse(
    text
      .replace(/"(command|cmd)":"npx"/g, '"$1":"node"')
      .replace('"-y","apify-agent-tools"', JSON.stringify(`${CLONE}/dist/main.js`)),
  )
}

describe('once the package is published', () => {
  it.each(
    blocksFor('repository/docs/settings.test.ts')
      .filter(({ code }) => /\b(?:command|cmd)\b/.test(code))
      .map((block) => [block.path, block] as const),
  )('settings of %s start it by npx, and say the same else', (_, { lang, code }) => {
    const parse = PARSERS[lang] ?? JSON.parse
    expect(startsOf(parse(asPublished(code)))).toEqual(parse(code))
  })

  it.each(
    blocksFor('repository/docs/setup.test.ts')
      .filter(({ code }) => code.includes('dist/main.js'))
      .map(({ path, code }) => [path, code] as const),
  )('commands of %s start it by npx: %s', (_, code) => {
    const published = asPublished(code)
    expect(published).toContain('npx -y apify-agent-tools')
    expect(published).not.toMatch(/main\.js|\bnode\b/)
  })

  it('no page and no example starts a clone', async () => {
    const files = await filesWithSnippets()
    expect(files).toEqual(expect.arrayContaining(['README.md', 'examples/langchain.ts']))
    const clones = files.filter((path) =>
      /dist\/main\.js["'`]|node dist/.test(asPublished(readFileSync(join(ROOT, path), 'utf8'))),
    )
    expect(clones).toEqual([])
  })
})
