import { describe, expect, it } from 'vitest'
import { OwnRunEnds } from '../../../src/mcp/http/run-ends.ts'
import { countStarts } from '../../support/fake-apify/starts.ts'
import { call, post, startHttp } from '../../support/http.ts'
import { RUN, seed } from '../../support/seeded-server.ts'
import { startWorkers } from '../../support/workers.ts'

/** Returns the counts by final status, of those that are not 0. */
function runsIn(metrics: string): Record<string, number> {
  const lines = metrics.matchAll(/^apify_agent_tools_runs_total\{status="([\w-]+)"\} ([1-9]\d*)$/gm)
  return Object.fromEntries([...lines].map(([, status = '', count]) => [status, Number(count)]))
}

describe('the runs in /metrics', () => {
  it('count once each by their final status, when a call first sees it', async () => {
    const fake = await seed()
    const { token } = fake
    countStarts(fake, RUN)
    fake.setRun({ id: 'run1', status: 'RUNNING' })
    const { url, base } = await startHttp({ fake })
    const metrics = async () => (await fetch(`${base}/metrics`)).text()
    const ask = async (name: string, args: object) =>
      (await post(url, call(1, name, args), { token })).text()
    for (const status of ['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED'])
      expect(await metrics()).toContain(`apify_agent_tools_runs_total{status="${status}"} 0\n`)
    await ask('get_run', { runId: 'run1' })
    expect(runsIn(await metrics())).toEqual({})
    fake.setRun({ id: 'run1', status: 'TIMED-OUT' })
    for (const _ of [1, 2]) await ask('get_run', { runId: 'run1' })
    expect(runsIn(await metrics())).toEqual({ 'TIMED-OUT': 1 })
    await ask('run_actor_sync', { actorId: 'alice/crawler' })
    expect(runsIn(await metrics())).toEqual({ 'TIMED-OUT': 1, SUCCEEDED: 1 })
    fake.setRun({ id: 'run1', status: 'FAILED' })
    await ask('get_run', { runId: 'run1' })
    expect(runsIn(await metrics())).toEqual({ 'TIMED-OUT': 1, SUCCEEDED: 1, FAILED: 1 })
    expect(await metrics()).not.toContain('run1')
  })

  it('count once on all workers together', async () => {
    const fake = await seed()
    const { token } = fake
    for (const id of ['run1', 'run2']) fake.setRun({ id, status: 'SUCCEEDED' })
    const { url, connectTo } = await startWorkers({ fake })
    const [one, two] = [await connectTo(1, token), await connectTo(2, token)]
    for (const { post: send } of [one, two, one])
      await (await send(url, call(1, 'get_run', { runId: 'run1' }), { token })).text()
    await (await two.post(url, call(2, 'get_run', { runId: 'run2' }), { token })).text()
    for (const { get } of [one, two])
      expect(runsIn(await get('/metrics'))).toEqual({ SUCCEEDED: 2 })
  })
})

it('the oldest of many ends is forgotten first', () => {
  const ends = new OwnRunEnds()
  expect([ends.note('first'), ends.note('second'), ends.note('first')]).toEqual([true, true, false])
  for (let i = 0; i < 9_999; i++) ends.note(`${i}`)
  expect([ends.note('second'), ends.note('first')]).toEqual([false, true])
})
