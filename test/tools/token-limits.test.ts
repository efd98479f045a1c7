import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import {
  definitionTokens,
  MAIN_TOOLS,
  TOKEN_LIMITS,
  TOOLSET_LIMITS,
} from '../../scripts/token-limits.ts'
import { tools as ownTools } from '../../tools/index.ts'
import { serve } from '../support/seeded-server.ts'

/** Lists all tools. Some are offered only if the server may write files, or if their toolset is named. */
async function listTools() {
  const { client } = await serve({ args: ['--tools=all', `--download-dir=${tmpdir()}`] })
  return (await client.listTools()).tools
}

describe('the tools as a client lists them', () => {
  it('stay within their limits of tokens: all, by default, with files, and the main tools', async () => {
    const listed = await listTools()
    const ofToolset = (wanted: string) =>
      listed.filter(({ name }) =>
        ownTools.some((own) => own.name === name && own.toolset === wanted),
      )
    const withDownloads = ['actors', 'runs', 'storage'].flatMap(ofToolset)
    expect(definitionTokens(withDownloads)).toBeLessThanOrEqual(TOKEN_LIMITS.withDownloads)
    const byDefault = withDownloads.filter(({ name }) => name !== 'export_items')
    expect(definitionTokens(byDefault)).toBeLessThanOrEqual(TOKEN_LIMITS.byDefault)
    const all = listed.filter(({ name }) => name !== 'export_items')
    expect(definitionTokens(all)).toBeLessThanOrEqual(TOKEN_LIMITS.all)
    const main = listed.filter(({ name }) => MAIN_TOOLS.includes(name))
    expect(main).toHaveLength(MAIN_TOOLS.length)
    expect(definitionTokens(main)).toBeLessThanOrEqual(TOKEN_LIMITS.main)
  })

  it.each(Object.entries(TOOLSET_LIMITS))(
    'of the toolset %s stay within its limit of tokens',
    async (toolset, limit) => {
      const { client } = await serve({ args: [`--tools=${toolset}`] })
      const { tools: listed } = await client.listTools()
      expect(listed.map(({ name }) => name)).toEqual(
        ownTools.filter((own) => own.toolset === toolset).map(({ name }) => name),
      )
      expect(definitionTokens(listed)).toBeLessThanOrEqual(limit)
    },
  )
})
