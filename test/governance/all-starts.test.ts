import { describe, expect, it } from 'vitest'
import { tools } from '../../tools/index.ts'
import { connectStdio, startServer } from '../support/mcp-client.ts'
import { environmentOf, MAIN } from '../support/server-options.ts'
import { spendingWorld } from '../support/spending-world.ts'

type Call = [tool: string, args: Record<string, unknown>]

const RUNS: Call[] = [
  ['run_actor', { actorId: 'alice/crawler' }],
  ['run_actor', { actorId: 'ALICE/Crawler' }],
  ['run_actor', { actorId: 'alice~crawler' }],
  ['run_actor', { actorId: 'actor1' }],
  ['run_actor', { actorId: 'https://apify.com/alice/crawler' }],
  ['run_actor', { taskId: 'task1' }],
  ['run_actor', { taskId: 'alice/nightly' }],
  ['run_actor_sync', { actorId: 'actor1' }],
  ['run_actor_sync', { taskId: 'nightly' }],
  ['resurrect_run', { runId: 'run9' }],
]
const BUILDS: Call[] = [['build_actor', { actorId: 'actor1', version: '0.1' }]]
const LATER: Call[] = [
  ['save_task', { actorId: 'actor1', name: 'new' }],
  ['save_task', { taskId: 'task1', title: 'Changed' }],
  ['save_schedule', { name: 'new', cronExpression: '@daily', actions: [{ actorId: 'actor1' }] }],
  ['save_schedule', { name: 'two', cronExpression: '@daily', actions: [{ taskId: 'task1' }] }],
  ['save_schedule', { scheduleId: 'schedule1', title: 'Changed' }],
]
const EVENT = { actorId: 'actor2', eventTypes: ['ACTOR.RUN.SUCCEEDED'] }
const URLS: Call[] = [
  ['save_webhook', { ...EVENT, requestUrl: 'https://api.apify.com/v2/acts/a~b/runs?token=x' }],
  ['save_webhook', { ...EVENT, requestUrl: 'https://API.Apify.com./v2/acts/a~b/runs' }],
  ['save_webhook', { ...EVENT, requestUrl: 'https://alice--crawler.apify.actor/start' }],
  ['save_webhook', { webhookId: 'webhook2', payloadTemplate: '{}' }],
  ['run_actor', { actorId: 'actor2', webhookUrl: 'https://api.apify.com/v2/acts/a~b/runs' }],
]

/** Starts the built server with all tools, in front of a world with a run of alice that has ended. */
async function serve(...args: string[]) {
  const world = await spendingWorld()
  const { fake } = world
  fake.setRun({ id: 'run9', actId: 'actor1', status: 'SUCCEEDED', finishedAt: 'before' })
  fake.automation.webhooks.set('webhook2', {
    id: 'webhook2',
    requestUrl: 'https://api.apify.com/v2/acts/a~b/runs',
  })
  const server = await startServer({ fake, args: ['--tools=all', ...args] })
  return { ...world, ...server }
}

it('every tool that starts something is called here', () => {
  const called = new Set([...RUNS, ...BUILDS, ...LATER].map(([tool]) => tool))
  const spending = tools.filter(
    (tool) => tool.payment === 'spends' || tool.confirm?.kind === 'paid',
  )
  expect(spending.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([])
})

describe.each<[flags: string[], refuses: string]>([
  [['--deny-actors=Alice/*'], '--deny-actors'],
  [['--allow-actors=mallory/miner'], '--allow-actors'],
  [['--allow-actors=alice/*', '--deny-actors=alice~crawler'], '--deny-actors'],
])('with %j', (flags, refuses) => {
  it('no tool starts, saves or builds the Actor, however it is named', async () => {
    const { call, changes } = await serve(...flags)
    for (const [tool, args] of [...RUNS, ...BUILDS, ...LATER]) {
      const { isError, text } = await call(tool, args)
      expect([isError, text], `${tool} ${JSON.stringify(args)}`).toEqual([
        true,
        expect.stringMatching(
          new RegExp(`alice/crawler.*\\(${refuses}\\), so .* not|${refuses}\\), so no`),
        ),
      ])
    }
    expect(changes()).toEqual([])
  })
})

it('a webhook cannot start what nobody has checked', async () => {
  const { call, changes } = await serve('--allow-actors=mallory/*')
  for (const [tool, args] of URLS) {
    const { isError, text } = await call(tool, args)
    expect([isError, text], JSON.stringify(args)).toEqual([
      true,
      expect.stringContaining('can start runs'),
    ])
  }
  expect(changes()).toEqual([])
  const url = 'https://example.com/hook'
  expect((await call('save_webhook', { ...EVENT, requestUrl: url })).isError).toBe(false)
})

it('what is allowed runs, by the id that was checked', async () => {
  const { call, starts, changes } = await serve('--allow-actors=ALICE/Crawler,mallory/*')
  for (const [tool, args] of RUNS.filter(([tool]) => tool === 'run_actor'))
    expect((await call(tool, args)).isError, JSON.stringify(args)).toBe(false)
  expect(new Set(starts.map(({ of }) => of))).toEqual(new Set(['actor1', 'task1']))
  for (const [tool, args] of [...BUILDS, ...LATER])
    expect((await call(tool, args)).isError, tool).toBe(false)
  expect(changes()).toHaveLength(starts.length + BUILDS.length + LATER.length)
})

it('other Actors can be read about, and their schedules turned off', async () => {
  const { call } = await serve('--deny-actors=alice/*')
  expect((await call('get_actor', { actorId: 'alice/crawler' })).isError).toBe(false)
  expect((await call('search_actors', { query: 'crawler' })).isError).toBe(false)
  const off = { scheduleId: 'schedule1', isEnabled: false }
  expect((await call('save_schedule', off)).isError).toBe(false)
  expect((await call('save_schedule', { ...off, isEnabled: true })).isError).toBe(true)
})

it('an Actor that cannot be found is refused', async () => {
  const { call, changes } = await serve('--deny-actors=mallory/*')
  expect((await call('run_actor', { actorId: 'nobody/nothing' })).isError).toBe(true)
  expect(changes()).toEqual([])
})

it('each Actor is looked up once', async () => {
  const { call, fake } = await serve('--allow-actors=alice/*')
  for (const _ of [1, 2]) await call('run_actor', { actorId: 'alice/crawler' })
  expect(fake.sent('GET /v2/actors/alice~crawler')).toHaveLength(1)
})

describe('a tool of an Actor', () => {
  it('is left out if the Actor turns out to be one that may not run', async () => {
    const { fake } = await spendingWorld()
    const args = ['--actor-tools=actor1,actor2', '--allow-actors=alice/*']
    const server = await startServer({ fake, args })
    const { tools } = await server.client.listTools()
    const names = tools.map(({ name }) => name)
    expect(names).toContain('alice--crawler')
    expect(names).not.toContain('mallory--miner')
    await expect.poll(server.stderr).toContain('--actor-tools: actor2 is left out.')
  })
})

it('a local Actor obeys the lists too', async () => {
  const server = await connectStdio({
    command: process.execPath,
    args: [MAIN, '--deny-actors=local/website-crawler', '--max-runs=1'],
    env: await environmentOf({}),
  })
  const { isError, text } = await server.call('run_actor', {
    actorId: 'website-crawler',
    input: { startUrls: [{ url: 'http://127.0.0.1:9' }] },
  })
  expect([isError, text]).toEqual([true, expect.stringContaining('--deny-actors')])
  expect((await server.call('whoami')).structured).toMatchObject({
    denyActors: ['local/website-crawler'],
    maxRuns: 1,
    runsLeft: 1,
  })
})
