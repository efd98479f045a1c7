import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { countTokens } from '../../src/budget/token-cost.ts'
import { callTool } from '../../src/tool-call/call-tool.ts'
import { defineTool, READ, type Tool } from '../../src/tool-call/tool.ts'
import { tools } from '../../tools/index.ts'
import { onlyFaked } from '../support/call-handler.ts'

const MAX_TOKENS = 500

/** Calls a tool without an API. */
async function call(tool: Tool, args: unknown) {
  const { signal } = new AbortController()
  const environment = {
    settings: { mode: 'cloud' as const, readOnly: false, maxResultTokens: MAX_TOKENS },
    connect: async () => onlyFaked({}),
    secret: () => undefined,
    log: () => {},
  }
  return callTool(tool, args, environment, { signal })
}

const echo = (note?: string) =>
  defineTool({
    name: 'echo',
    title: 'Echo',
    description: 'Echoes.',
    toolset: 'runs',
    annotations: READ,
    input: z.strictObject({ limit: z.int().min(1).max(10).default(5) }),
    output: z.object({ limit: z.number(), budget: z.number(), note: z.string().optional() }),
    handler: async ({ limit }, { settings: { maxResultTokens: budget } }) => ({
      limit,
      budget,
      note,
    }),
  })

describe('a number above the largest', () => {
  it.each([11, 1e9, '5000', '9'.repeat(30)])(
    'becomes the largest, with a note: %j',
    async (limit) => {
      expect(await call(echo(), { limit })).toMatchObject({
        structured: { limit: 10, note: '`limit` is at most 10.' },
      })
      expect(await call(echo('Own note.'), { limit })).toMatchObject({
        structured: { limit: 10, note: 'Own note. `limit` is at most 10.' },
      })
    },
  )

  it('leaves room for its note in the budget, and only then', async () => {
    const result = await call(echo(), { limit: 11 })
    const budget = MAX_TOKENS - countTokens({ note: '`limit` is at most 10.' })
    expect(result).toMatchObject({ structured: { budget } })
    expect(await call(echo(), { limit: 10 })).toMatchObject({ structured: { budget: MAX_TOKENS } })
  })

  it('has a note in the result of every tool that takes one', () => {
    const taking = tools.filter(({ input }) =>
      ['waitSecs', 'limit', 'lines'].some((name) => name in input.shape),
    )
    expect(taking.length).toBeGreaterThan(7)
    for (const { name, output } of taking) expect(Object.keys(output.shape), name).toContain('note')
  })
})
