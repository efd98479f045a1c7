import { describe, expect, it, onTestFinished } from 'vitest'
import { TASK } from '../support/fake-apify/automation.ts'
import { type Fault, startFaultyProxy } from '../support/fake-apify/faults.ts'
import { openServer } from '../support/in-process-server.ts'
import { startServer } from '../support/mcp-client.ts'
import { spendingWorld } from '../support/spending-world.ts'

const actorId = 'alice/crawler'

/** Starts the built server with all tools. */
async function serve(...args: string[]) {
  const world = await spendingWorld()
  const server = await startServer({ fake: world.fake, args: ['--tools=all', ...args] })
  const left = async () => (await server.call('whoami')).structured
  return { ...world, ...server, left }
}

describe('--max-runs', () => {
  it('starts no more runs than that, of any tool', async () => {
    const { call, starts, fake, left } = await serve('--max-runs=3')
    fake.setRun({ id: 'run9', actId: 'actor1', status: 'SUCCEEDED', finishedAt: 'before' })
    await call('run_actor', { actorId })
    await call('run_actor', { taskId: 'task1' })
    expect(await left()).toMatchObject({ maxRuns: 3, runsLeft: 1 })
    expect((await call('resurrect_run', { runId: 'run9' })).isError).toBe(false)
    for (const [tool, args] of [
      ['run_actor', { actorId }],
      ['run_actor_sync', { actorId }],
      ['resurrect_run', { runId: 'run1' }],
    ] as const) {
      const { isError, text } = await call(tool, args)
      expect([isError, text], tool).toEqual([
        true,
        expect.stringMatching(
          /^This server starts at most 3 runs \(--max-runs\), and none is left, so no run was started\. Only its operator/,
        ),
      ])
    }
    expect(starts).toHaveLength(2)
    expect((await call('get_run', { runId: 'started1' })).isError).toBe(false)
    expect((await left()).note).toContain('until it ends')
  })

  it('does not count a start that Apify refused', async () => {
    const { call, left } = await serve('--max-runs=1')
    expect((await call('run_actor', { actorId: 'nobody/nothing' })).isError).toBe(true)
    const full = await serve('--max-runs=1')
    full.fake.on('POST /v2/actors/:id/runs', (_, response) => {
      response.writeHead(402, { 'content-type': 'application/json' })
      response.end('{"error":{"type":"not-enough-usage-to-run-paid-actor","message":"No"}}')
      return undefined
    })
    expect((await full.call('run_actor', { actorId })).isError).toBe(true)
    expect(await full.left()).toMatchObject({ runsLeft: 1 })
    expect(await left()).toMatchObject({ runsLeft: 1 })
  })
})

describe('--max-total-cost-usd', () => {
  it('gives a run without a ceiling what is left, and counts in the end what it has cost', async () => {
    const { call, starts, end, left } = await serve('--max-total-cost-usd=5')
    expect((await call('run_actor', { actorId })).structured).toMatchObject({
      maxTotalChargeUsd: 5,
    })
    expect(await left()).toMatchObject({ usdLeft: 0, usdReserved: 5 })
    const { text } = await call('run_actor', { actorId })
    expect(text).toContain('0 USD are left of the 5 USD')
    expect(text).toContain('5 USD are reserved for what goes on')
    end('started1', 1.5)
    await call('get_run', { runId: 'started1' })
    expect(await left()).toMatchObject({ maxTotalCostUsd: 5, usdLeft: 3.5, usdReserved: 0 })
    await call('run_actor', { actorId })
    expect(starts.map((run) => run.maxTotalChargeUsd)).toEqual([5, 3.5])
  })

  it('keeps the lower limit that a task has', async () => {
    const { call, starts, fake } = await serve('--max-total-cost-usd=5', '--max-run-cost-usd=3')
    fake.automation.tasks.set('task1', { ...TASK, options: { maxTotalChargeUsd: 0.5 } })
    await call('run_actor', { taskId: 'task1' })
    await call('run_actor', { taskId: 'task1', maxTotalChargeUsd: 2 })
    fake.automation.tasks.set('task1', { ...TASK, options: { maxTotalChargeUsd: 4 } })
    await call('run_actor', { taskId: 'task1' })
    expect(starts.map((run) => run.maxTotalChargeUsd)).toEqual([0.5, 2, 2.5])
  })

  it('looks up what has ended when a start needs the room', async () => {
    const { call, starts, end } = await serve('--max-total-cost-usd=2', '--max-run-cost-usd=1')
    for (const _ of [1, 2]) await call('run_actor', { actorId })
    expect((await call('run_actor', { actorId })).isError).toBe(true)
    end('started1', 0.25)
    expect((await call('run_actor', { actorId, maxTotalChargeUsd: 0.8 })).text).toContain(
      'Give a `maxTotalChargeUsd` of at most 0.75.',
    )
    expect((await call('run_actor', { actorId })).isError).toBe(false)
    expect(starts.map((run) => run.maxTotalChargeUsd)).toEqual([1, 1, 0.75])
  })

  it('holds for calls at the same time', async () => {
    const { call, starts } = await serve('--max-total-cost-usd=1')
    const calls = Array.from({ length: 12 }, () =>
      call('run_actor', { actorId, maxTotalChargeUsd: 0.25 }),
    )
    const ok = (await Promise.all(calls)).filter(({ isError }) => !isError)
    expect([ok.length, starts.length]).toEqual([4, 4])
  })

  it('lowers the limit of a run that goes on again to what is left', async () => {
    const { call, fake, left } = await serve('--max-total-cost-usd=1')
    const before = { status: 'SUCCEEDED', usageTotalUsd: 2, finishedAt: 'before' }
    fake.setRun({ id: 'run9', actId: 'actor1', ...before, options: { maxTotalChargeUsd: 10 } })
    expect((await call('resurrect_run', { runId: 'run9' })).isError).toBe(false)
    const [sent] = fake.sent('POST /v2/actor-runs/run9/resurrect')
    expect(sent?.query.maxTotalChargeUsd).toBe('3')
    expect(await left()).toMatchObject({ usdLeft: 0, usdReserved: 1 })
  })

  it('counts builds, which have no ceiling, once they have ended', async () => {
    const { call, fake, left } = await serve('--max-total-cost-usd=1')
    const build = { actorId, version: '0.1' }
    const { buildId } = (await call('build_actor', build)).structured
    const id = String(buildId)
    fake.develop.builds.set(id, { id, actId: 'actor1', status: 'SUCCEEDED', usageTotalUsd: 1.25 })
    await call('get_build', { buildId: id })
    expect(await left()).toMatchObject({ usdLeft: 0 })
    const { isError, text } = await call('build_actor', build)
    expect([isError, text]).toEqual([true, expect.stringContaining('so no build was started')])
  })

  it('does not save a schedule whose runs would not be counted', async () => {
    const { call, fake } = await serve('--max-total-cost-usd=1')
    const schedule = { name: 'new', cronExpression: '@daily', actions: [{ actorId }] }
    const { isError, text } = await call('save_schedule', schedule)
    expect([isError, text]).toEqual([true, expect.stringContaining('`isEnabled: false`')])
    expect((await call('save_schedule', { ...schedule, isEnabled: false })).isError).toBe(false)
    expect((await call('save_schedule', { scheduleId: 'new', isEnabled: true })).isError).toBe(true)
    expect(fake.automation.schedules.size).toBe(2)
  })
})

describe('a start that meets a fault', () => {
  /** Opens a server whose starts meet a fault. */
  async function openFaulty(fault: Fault, { hides = false, times = 1 } = {}) {
    const world = await spendingWorld()
    const state = { hides }
    world.fake.on('GET /v2/actors/:id/runs', (_, response) => {
      if (!state.hides) return 'pass'
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"data":{"total":0,"items":[]}}')
      return undefined
    })
    const proxy = await startFaultyProxy({
      upstream: world.fake.url,
      fault,
      times,
      appliesTo: ({ method }) => method === 'POST',
    })
    onTestFinished(proxy.close)
    const url = `http://127.0.0.1:${proxy.port}`
    const server = openServer(url, world.fake.token, ['--max-total-cost-usd=1'])
    onTestFinished(server.close)
    return { ...world, ...server, state }
  }

  it('is counted as the run that is found', async () => {
    const { call, end } = await openFaulty('closed after the work')
    expect(await call('run_actor', { actorId })).toMatchObject({ ok: true })
    end('started1', 0.4)
    await call('get_run', { runId: 'started1' })
    expect(await call('whoami', {})).toMatchObject({ structured: { usdLeft: 0.6 } })
  })

  it('keeps its room until its run is found', async () => {
    const { call, end, state } = await openFaulty('closed after the work', { hides: true })
    expect(await call('run_actor', { actorId })).toMatchObject({
      ok: false,
      text: expect.stringContaining('may have started'),
    })
    end('started1', 0.4)
    expect(await call('run_actor', { actorId })).toMatchObject({ ok: false })
    state.hides = false
    expect(await call('run_actor', { actorId })).toMatchObject({
      ok: true,
      structured: { maxTotalChargeUsd: 0.6 },
    })
  })

  it('keeps its room if it is never found', async () => {
    const { call } = await openFaulty('closed before the work')
    expect(await call('run_actor', { actorId })).toMatchObject({ ok: false })
    expect(await call('whoami', {})).toMatchObject({ structured: { usdLeft: 0, usdReserved: 1 } })
  })

  it('gives its room back if Apify certainly did not accept it', async () => {
    const { call } = await openFaulty('429 without Retry-After', { times: 100 })
    expect(await call('run_actor', { actorId })).toMatchObject({ ok: false })
    expect(await call('whoami', {})).toMatchObject({ structured: { usdLeft: 1, usdReserved: 0 } })
  })
})
