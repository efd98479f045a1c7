import { expect, test } from 'vitest'
import { runToEnd, startPlatform, untilLogged } from '../../../support/local-platform/platform.ts'

test('each line has its time, and colours only if they are asked for', async () => {
  const platform = await startPlatform({
    script: `
      process.stdout.write('half ')
      process.stdout.write('\\u001b[31mred\\u001b[0m\\n')
      process.stderr.write('no newline at the end')`,
  })
  const run = await runToEnd(platform)
  const plain = await platform.call(`GET /v2/logs/${run.id}`)
  expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  const lines = plain.text.trimEnd().split('\n')
  expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, '')).sort()).toEqual([
    'half red',
    'no newline at the end',
  ])
  const raw = await platform.call(`GET /v2/actor-runs/${run.id}/log?raw=1`)
  expect(raw.text).toContain('half \u001b[31mred\u001b[0m')
})

test('a followed log ends with the run', async () => {
  const platform = await startPlatform({
    script: `
      process.on('SIGTERM', () => { console.log('bye'); process.exit(0) })
      idle()
      console.log('ready')`,
  })
  const { json } = await platform.call('POST /v2/actors/~tester/runs')
  const { id } = json.data
  const followed = platform.call(`GET /v2/logs/${id}?stream=1`)
  await untilLogged(platform, id, 'ready')
  await platform.call(`POST /v2/actor-runs/${id}/abort`)
  expect((await followed).text).toMatch(/ready\n.* bye\n$/)
})

test('a log stops growing at its limit and says so, while the run continues', async () => {
  const platform = await startPlatform({
    script: `
      const line = 'x'.repeat(999) + '\\n'
      for (let i = 0; i < 12_000; i += 1) process.stdout.write(line)`,
  })
  const run = await runToEnd(platform)
  expect(run.status).toBe('SUCCEEDED')
  const { text } = await platform.call(`GET /v2/logs/${run.id}`)
  expect(text.length).toBeLessThan(10.1 * 1024 * 1024)
  expect(text.trimEnd()).toMatch(
    /The log reached 10 MiB. Its beginning and its last lines are kept; about \d+ KiB in between are not\.$/,
  )
})

test('the log of an unknown run is not found', async () => {
  const platform = await startPlatform()
  const { status, json } = await platform.call('GET /v2/logs/aaaaaaaaaaaaaaaaa')
  expect([status, json.error.type]).toEqual([404, 'record-not-found'])
})
