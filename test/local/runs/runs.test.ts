import { expect, test } from 'vitest'
import {
  runToEnd,
  startPlatform,
  untilGone,
  untilLogged,
} from '../../support/local-platform/platform.ts'

test('a run that exits with 0 has succeeded, with its rows and records', async () => {
  const platform = await startPlatform({
    script: `
      const { ACTOR_DEFAULT_DATASET_ID: dataset, ACTOR_DEFAULT_KEY_VALUE_STORE_ID: store } = process.env
      await call('POST', '/datasets/' + dataset + '/items', '[{"n":1},{"n":2}]')
      await call('PUT', '/key-value-stores/' + store + '/records/OUTPUT', '{"ok":true}')`,
  })
  const run = await runToEnd(platform)
  expect(run).toMatchObject({ status: 'SUCCEEDED', exitCode: 0, usageTotalUsd: 0 })
  expect(Date.parse(run.finishedAt)).toBeGreaterThanOrEqual(Date.parse(run.startedAt))
  const items = await platform.call(`GET /v2/actor-runs/${run.id}/dataset/items`)
  expect(items.json).toEqual([{ n: 1 }, { n: 2 }])
  const output = await platform.call(`GET /v2/actor-runs/${run.id}/key-value-store/records/OUTPUT`)
  expect(output.json).toEqual({ ok: true })
})

test('a run that exits with another code has failed with that code', async () => {
  const platform = await startPlatform({ script: 'process.exit(91)' })
  const run = await runToEnd(platform)
  expect(run).toMatchObject({ status: 'FAILED', exitCode: 91 })
  expect(run.statusMessage).toContain('91')
})

test('a run that exceeds its timeout is killed with all processes that it started', async () => {
  const platform = await startPlatform({
    script: `
      const { spawn } = await import('node:child_process')
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      console.log('child=' + child.pid + ';')
      idle()`,
  })
  const run = await runToEnd(platform, 'timeout=1')
  expect(run).toMatchObject({ status: 'TIMED-OUT', exitCode: 143 })
  const { text } = await platform.call(`GET /v2/logs/${run.id}`)
  await untilGone([Number(/child=(\d+);/.exec(text)?.[1])])
})

test('an aborted run ends as ABORTED and can write until then', async () => {
  const platform = await startPlatform({
    script: `
      process.on('SIGTERM', async () => { await say('stopped at page 5'); process.exit(0) })
      idle()
      console.log('ready')`,
  })
  const started = await platform.call('POST /v2/acts/local~tester/runs')
  const { id } = started.json.data
  await untilLogged(platform, id, 'ready')
  const aborting = await platform.call(`POST /v2/actor-runs/${id}/abort?gracefully=1`)
  expect(aborting.json.data.status).toBe('ABORTING')
  const { json } = await platform.call(`GET /v2/actor-runs/${id}?waitForFinish=60`)
  expect(json.data).toMatchObject({ status: 'ABORTED', exitCode: 0 })
  const again = await platform.call(`POST /v2/actor-runs/${id}/abort`)
  expect(again.json.data).toEqual(json.data)
})

test('a run can be aborted before its process starts', async () => {
  const platform = await startPlatform({ script: 'idle()' })
  const { json } = await platform.call('POST /v2/acts/local~tester/runs')
  await platform.call(`POST /v2/actor-runs/${json.data.id}/abort`)
  const ended = await platform.call(`GET /v2/actor-runs/${json.data.id}?waitForFinish=60`)
  expect(ended.json.data.status).toBe('ABORTED')
})

test('the terminal status message of an Actor stays', async () => {
  const platform = await startPlatform({
    script: `
      const statusMessage = 'Nothing to do'
      const path = '/actor-runs/' + ACTOR_RUN_ID
      await call('PUT', path, JSON.stringify({ statusMessage, isStatusMessageTerminal: true }))
      process.exit(1)`,
  })
  const run = await runToEnd(platform)
  expect(run).toMatchObject({ status: 'FAILED', statusMessage: 'Nothing to do' })
})

test('waiting returns the unfinished run when the time is over', async () => {
  const platform = await startPlatform({ script: 'idle()' })
  const { json } = await platform.call('POST /v2/actors/local~tester/runs?waitForFinish=1')
  expect(['READY', 'RUNNING']).toContain(json.data.status)
})

test('runs are listed by Actor, status and time, in pages', async () => {
  const platform = await startPlatform({ script: 'process.exit(Number(process.argv[2] ?? 0))' })
  const first = await runToEnd(platform)
  const second = await runToEnd(platform)
  const list = (query: string) => platform.call(`GET /v2/actors/local~tester/runs?${query}`)
  const all = (await list('desc=1')).json.data
  expect(all).toMatchObject({ total: 2, count: 2, offset: 0, limit: 1000, desc: true })
  expect(all.items.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id])
  expect((await list('limit=1&offset=1')).json.data.items[0].id).toBe(second.id)
  expect((await list('status=FAILED')).json.data.total).toBe(0)
  expect((await list('status=FAILED,SUCCEEDED')).json.data.total).toBe(2)
  expect((await list(`startedAfter=${second.startedAt}`)).json.data.total).toBe(1)
  expect((await list('status=NONE')).status).toBe(400)
  const last = await platform.call('GET /v2/actors/local~tester/runs/last?status=SUCCEEDED')
  expect(last.json.data.id).toBe(second.id)
})

test('a run keeps the user agent and the options of its start', async () => {
  const platform = await startPlatform()
  const options = 'timeout=30&memory=256&maxItems=5&maxTotalChargeUsd=0.5&build=latest'
  const { json } = await platform.call(`POST /v2/actors/~tester/runs?${options}`, {
    headers: { 'user-agent': 'agent/1 run-abc' },
  })
  expect(json.data.meta).toEqual({ origin: 'API', userAgent: 'agent/1 run-abc' })
  expect(json.data.options).toMatchObject({
    ...{ timeoutSecs: 30, memoryMbytes: 256, maxItems: 5, maxTotalChargeUsd: 0.5, build: 'latest' },
  })
  for (const wrong of ['memory=300', 'memory=64', 'timeout=-1', 'maxItems=1.5', 'build=9.9.9']) {
    expect((await platform.call(`POST /v2/actors/~tester/runs?${wrong}`)).status).toBe(400)
  }
})
