import { beforeAll, describe, expect, it } from 'vitest'
import type { Apify } from '../../src/apify/types/apify.ts'
import type { Run } from '../../src/apify/types/run-types.ts'
import { createRedactor } from '../../src/exit/redact.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { callTool } from '../../src/tool-call/call-tool.ts'
import { nameStarts } from '../../src/tool-call/started-runs.ts'
import type { Tool } from '../../src/tool-call/tool.ts'
import { loadActorTool } from '../../tools/runs/actor-as-tool.ts'
import runActor from '../../tools/runs/run_actor.ts'
import runActorSync from '../../tools/runs/run_actor_sync.ts'
import { NO_DOCS, NO_QUERIES, onlyFaked } from '../support/call-handler.ts'

const run: Run = { runId: 'run1', status: 'RUNNING' }
const none = {
  title: undefined,
  description: undefined,
  isDeprecated: undefined,
  pricingInfos: undefined,
  defaultRunOptions: undefined,
  exampleRunInput: undefined,
  buildNumber: undefined,
  readme: undefined,
  actorDefinition: undefined,
}
/** An Actor whose own input has the names of what our tools take. */
const inputSchema = JSON.stringify({
  type: 'object',
  properties: { waitSecs: { type: 'integer' }, limit: { type: 'integer' } },
})
let actorTool: Tool
const TOOLS: [name: string, tool: () => Tool, args: object][] = [
  ['run_actor', () => runActor, { actorId: 'alice/crawler', waitSecs: 5 }],
  ['run_actor_sync', () => runActorSync, { actorId: 'alice/crawler' }],
  ['an Actor tool', () => actorTool, { waitSecs: 3_000_000 }],
]

beforeAll(async () => {
  const loaded = await loadActorTool('alice/crawler', runActorSync, {
    getActor: async () => ({ ...none, id: 'actor1', username: 'alice', name: 'crawler' }),
    findDefaultBuild: async () => ({ ...none, id: 'build1', inputSchema }),
  })
  actorTool = loaded.tool
})

interface Ways {
  apify: Partial<Apify>
  controller?: AbortController
  progress?: boolean
}

async function call(tool: Tool, args: object, { apify, controller, progress }: Ways) {
  const { signal } = controller ?? new AbortController()
  const environment = {
    settings: { mode: 'cloud' as const, readOnly: false, maxResultTokens: 500 },
    connect: async () => onlyFaked({ startRun: async () => run, ...apify }),
    queries: () => NO_QUERIES,
    docs: () => NO_DOCS,
    secret: () => undefined,
    redactor: createRedactor(() => []),
    log: () => {},
  }
  const caller = { signal, ...(progress && { progress: () => {} }) }
  return callTool(tool, args, environment, caller)
}

const fails = (error: Error) => async () => {
  throw error
}
const ended = async () => ({ ...run, status: 'SUCCEEDED', datasetId: 'data1', storeId: 'store1' })
const unlucky = { readRecord: fails(new Error('Odd.')), readItems: fails(new Error('Odd.')) }
const cancelled = Object.assign(new Error('This operation was aborted'), { name: 'AbortError' })

describe.each(TOOLS)('%s names its run whatever fails after the start', (_, tool, args) => {
  it.each<[name: string, apify: Partial<Apify>]>([
    ['the deadline', { waitForRun: fails(new ToolError('The call took too long.', '')) }],
    ['a cancel', { waitForRun: fails(cancelled) }],
    ['a failure while waiting', { waitForRun: fails(new ToolError('Apify answered 500.', '')) }],
    ['an unexpected error', { waitForRun: fails(new TypeError('No.')) }],
    ['a very long message', { waitForRun: fails(new ToolError('x'.repeat(9000), '')) }],
    ['the results', { waitForRun: ended, ...unlucky }],
    ['a run that Apify shows oddly', { waitForRun: async () => ({ ...run, status: 7 as never }) }],
  ])('%s', async (_way, apify) => {
    for (const progress of [false, true])
      expect((await call(tool(), args, { apify, progress })).text).toContain('run1')
  })

  it('a cancel that comes while it waits', async () => {
    const controller = new AbortController()
    const waitForRun: Apify['waitForRun'] = async () => {
      controller.abort(cancelled)
      throw cancelled
    }
    const { text } = await call(tool(), args, { apify: { waitForRun }, controller })
    expect(text).toContain('run1')
  })

  it('but not if nothing was started', async () => {
    const { ok, text } = await call(tool(), args, {
      apify: { startRun: fails(new ToolError('Apify rejected it (400).', '')) },
    })
    expect(ok).toBe(false)
    expect(text).not.toMatch(/has started/)
  })
})

it("an Actor's own waitSecs is no wait: it goes to the Actor, and the call waits as ever", async () => {
  const inputs: unknown[] = []
  const waits: number[] = []
  for (const progress of [false, true]) {
    const { ok } = await call(
      actorTool,
      { waitSecs: 3_000_000, limit: 5_000_000 },
      {
        progress,
        apify: {
          async startRun(_target, input) {
            inputs.push(input)
            return run
          },
          async waitForRun(seen, { waitSecs }) {
            waits.push(waitSecs)
            await new Promise((resolve) => setImmediate(resolve))
            return seen
          },
        },
      },
    )
    expect(ok).toBe(true)
  }
  expect(inputs).toEqual(Array(2).fill({ waitSecs: 3_000_000, limit: 5_000_000 }))
  expect(waits).toEqual([38, 300])
})

const named = (happened: string, runIds: string[]) =>
  nameStarts(new ToolError(happened, ''), runIds).message

it('runs that a message names already are not named twice', () => {
  expect(named('Run run1 failed.', ['run1'])).toBe('Run run1 failed.')
  expect(named('No.', [])).toBe('No.')
  expect(named('No.', ['run1', 'run2'])).toMatch(/has started run run1, run2: .* No\.$/)
})
