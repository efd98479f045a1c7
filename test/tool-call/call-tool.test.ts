import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { countTokens } from '../../src/budget/token-cost.ts'
import { createRedactor } from '../../src/exit/redact.ts'
import { MAX_TIMER_MS } from '../../src/shared/timer-ms.ts'
import type { CallEnvironment } from '../../src/tool-call/call-environment.ts'
import { callTool } from '../../src/tool-call/call-tool.ts'
import type { Caller } from '../../src/tool-call/caller.ts'
import { defineTool, READ, type Tool } from '../../src/tool-call/tool.ts'
import { tools } from '../../tools/index.ts'
import { NO_DOCS, NO_QUERIES, onlyFaked } from '../support/call-handler.ts'

const MAX_TOKENS = 500

type Connect = CallEnvironment['connect']

/** Calls a tool without an API. */
async function call(
  tool: Tool,
  args: unknown,
  caller: Partial<Caller> = {},
  given: Partial<Pick<CallEnvironment, 'connect' | 'log'>> = {},
) {
  const { signal } = new AbortController()
  const environment = {
    settings: { mode: 'cloud' as const, readOnly: false, maxResultTokens: MAX_TOKENS },
    connect: async () => onlyFaked({}),
    queries: () => NO_QUERIES,
    docs: () => NO_DOCS,
    secret: () => undefined,
    redactor: createRedactor(() => []),
    log: () => {},
    ...given,
  }
  return callTool(tool, args, environment, { signal, ...caller })
}

/** Returns the scope that the API is bound to in a call. */
async function scopeOf(tool: Tool, args: unknown, progress: Caller['progress']) {
  const scopes: Parameters<Connect>[0][] = []
  const connect: Connect = async (scope) => {
    scopes.push(scope)
    return onlyFaked({})
  }
  await call(tool, args, { ...(progress && { progress }) }, { connect })
  const [scope] = scopes
  if (!scope) throw new Error('The call did not connect.')
  return scope
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

it('a wait that is longer than a timer can be does not end the call at once', async () => {
  const setTimer = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => setTimer.mockRestore())
  const input = z.strictObject({ waitSecs: z.number() })
  const tool: Tool = { ...echo(), input, handler: async () => ({ limit: 0, budget: 0 }) }
  const waits = [2_147_484, 3_000_000, 1e300]
  for (const waitSecs of waits) await call(tool, { waitSecs }, { progress: () => {} })
  const times = setTimer.mock.calls.map(([, ms]) => ms)
  expect(times.filter((ms) => ms === MAX_TIMER_MS)).toHaveLength(waits.length)
})

describe('the deadline of a call', () => {
  const waiter = (timeoutSecs?: number): Tool => ({
    ...echo(),
    input: z.strictObject({ waitSecs: z.int().max(1e9).default(0) }),
    ...(timeoutSecs !== undefined && { timeoutSecs }),
    handler: async () => ({ limit: 0, budget: 0 }),
  })

  it.each<[args: object, silent: number, withProgress: number, timeoutSecs?: number]>([
    [{}, 50, 50],
    [{ waitSecs: 45 }, 55, 55],
    [{ waitSecs: '300' }, 55, 310],
    [{}, 50, 900, 900],
    [{ waitSecs: 1e8 }, 50, 900, 900],
    [{ waitSecs: 3_000_000 }, 55, 3_000_010],
  ])('with %j is %i s, with progress %i s', async (args, silent, withProgress, timeoutSecs) => {
    for (const [seconds, progress] of [
      [silent, undefined],
      [withProgress, () => {}],
    ] as const) {
      const from = performance.now()
      const { deadlineAt } = await scopeOf(waiter(timeoutSecs), args, progress)
      const start = deadlineAt - seconds * 1000
      // Sums of milliseconds are rounded.
      expect(start).toBeGreaterThan(from - 1)
      expect(start).toBeLessThan(performance.now() + 1)
    }
  })
})

describe('a call that is cancelled', () => {
  /** Cancels a call while it connects; returns what its log says. */
  async function logOf(reason: unknown, failure?: Error) {
    const controller = new AbortController()
    const lines: string[] = []
    const { signal } = controller
    const connect: Connect = async (scope) => {
      controller.abort(reason)
      throw failure ?? scope.signal.reason
    }
    await call(echo(), {}, { signal }, { connect, log: (line) => lines.push(line) })
    return lines
  }

  it.each([[undefined], ['The person stopped it.']])(
    'is no failure of the server: %j',
    async (why) => {
      expect(await logOf(why)).toEqual([])
    },
  )

  it('still shows what else went wrong', async () => {
    expect(await logOf(undefined, new Error('A mistake.'))).toEqual([
      expect.stringContaining('echo: Error: A mistake.'),
    ])
  })
})

it('ends what it left behind', async () => {
  const { signal } = await scopeOf(echo(), {}, undefined)
  expect(signal.aborted).toBe(true)
})
