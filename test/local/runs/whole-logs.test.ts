import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { linesOf } from '../../support/local-platform/log-lines.ts'
import { runToEnd, startPlatform, untilLogged } from '../../support/local-platform/platform.ts'

/** Few by default. `npm run test:long` sets more. */
const RUNS = Number(process.env.LOG_RUNS ?? 2)
const LINES = 20_000

/** Writes many lines to both streams and ends before anyone can have read them. */
const burst = (end: string) => `
  const ending = { exit: () => process.exit(91), abort: () => process.abort(),
    kill: () => process.kill(process.pid, 'SIGKILL') }
  for (let n = 0; n < ${LINES}; n += 1) {
    const line = n + ' ' + 'é'.repeat(n % 60) + '\\n'
    if (n % 7 === 0) process.stderr.write(line)
    else process.stdout.write(line)
  }
  process.stderr.write('Error: the reason')
  ending.${end}()`

const WRITTEN = [
  ...Array.from({ length: LINES }, (_, n) => `${n} ${'é'.repeat(n % 60)}`),
  'Error: the reason',
]

async function logOf(platform: Awaited<ReturnType<typeof startPlatform>>, id: string) {
  return linesOf((await platform.call(`GET /v2/logs/${id}?raw=1`)).text)
}

test.each([
  ['exit', 91],
  ['abort', 134],
  ['kill', 137],
])('every line is in the log in order when an Actor ends by %s', async (end, exitCode) => {
  const platform = await startPlatform({ script: burst(end) })
  for (let run = 0; run < RUNS; run += 1) {
    const ended = await runToEnd(platform)
    expect(ended.exitCode).toBe(exitCode)
    const lines = await logOf(platform, ended.id)
    // A comparison of the arrays would print thousands of lines.
    expect(lines.findIndex((line, at) => line !== WRITTEN[at])).toBe(-1)
    expect(lines).toHaveLength(WRITTEN.length)
    expect(readdirSync(join(platform.dir, 'data', 'runs', ended.id)).sort()).toEqual([
      'log.txt',
      'run.json',
    ])
  }
})

test('both streams are in one order, for each process of a run', async () => {
  const platform = await startPlatform({
    script: `
      const { spawnSync } = await import('node:child_process')
      console.log('out 1'); console.error('err 1')
      spawnSync('node', ['-e', "console.error('err 2'); console.log('out 2')"], { stdio: 'inherit' })
      console.log('out 3'); console.error('err 3')
      console.log('terminal: ' + process.stdout.isTTY + ' ' + process.stderr.isTTY)`,
  })
  const { id } = await runToEnd(platform)
  expect(await logOf(platform, id)).toEqual([
    ...['out 1', 'err 1', 'err 2', 'out 2', 'out 3', 'err 3'],
    'terminal: undefined undefined',
  ])
})

test('what an Actor leaves behind does not hold up the end of its run', async () => {
  const platform = await startPlatform({
    script: `
      const { spawn } = await import('node:child_process')
      const script = "setInterval(() => console.log('left'), 1); console.log('up=' + process.pid + ';')"
      for (const detached of [false, true]) {
        const child = spawn(process.execPath, ['-e', script], { detached, stdio: 'inherit' })
        child.unref()
      }
      const log = async () => (await call('GET', '/logs/' + ACTOR_RUN_ID)).match(/up=/g) ?? []
      while ((await log()).length < 2);
      process.exit(0)`,
  })
  const run = await runToEnd(platform)
  const lines = await logOf(platform, run.id)
  for (const line of lines) {
    const pid = Number(/up=(\d+);/.exec(line)?.[1])
    // The one in its own group still runs.
    if (pid) killIfAlive(pid)
  }
  expect(run.status).toBe('SUCCEEDED')
  expect(await logOf(platform, run.id)).toEqual(lines)
})

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

test('the log of a run that restarts has the lines of each process and of the platform', async () => {
  const platform = await startPlatform({
    script: `
      process.stdout.write('out')
      process.stderr.write('err\\nhalf')
      process.exit(1)`,
  })
  const { id } = await runToEnd(platform, 'restartOnError=1')
  const once = ['outerr', 'half']
  const restart = 'The Actor exited with code 1. Restarting it.'
  const restarted = [...once, restart]
  expect(await logOf(platform, id)).toEqual([...restarted, ...restarted, ...restarted, ...once])
})

test('a followed log shows lines while the run goes on, and ends with it', async () => {
  const platform = await startPlatform({
    script: `
      for (let n = 0; n < 5; n += 1) {
        console.log('line ' + n)
        while (!(await call('GET', '/logs/' + ACTOR_RUN_ID)).includes('line ' + n));
      }
      process.stdout.write('the end')`,
  })
  const { json } = await platform.call('POST /v2/actors/~tester/runs')
  await untilLogged(platform, json.data.id, 'line 0')
  const { text } = await platform.call(`GET /v2/logs/${json.data.id}?stream=1`)
  const wanted = ['line 0', 'line 1', 'line 2', 'line 3', 'line 4', 'the end']
  expect(linesOf(text)).toEqual(wanted)
})
