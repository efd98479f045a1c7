import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { makeFolder } from '../../support/folder.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'
import {
  bundlePlatform,
  startKillablePlatform,
} from '../../support/local-platform/killable-platform.ts'
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
  process.stderr.write('Error: the reason\\n')
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
    expect(WRITTEN.findIndex((line, at) => line !== lines[at])).toBe(-1)
    // Node says where it was aborted.
    if (end !== 'abort') expect(lines).toHaveLength(WRITTEN.length)
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

test('what was written is in the log after the platform was killed', async () => {
  const dir = await makeFolder()
  const script = await bundlePlatform(dir)
  const [dataDir, actorDir] = [join(dir, 'data'), join(dir, 'actor')]
  const written = join(dir, 'written')
  await writeActor(actorDir, countingScript(written))
  for (let kill = 0; kill < RUNS; kill += 1) {
    const killable = await startKillablePlatform(script, dataDir, actorDir)
    const exited = once(killable.process, 'exit')
    const { data } = runAnswer.parse((await killable.post('/actors/~tester/runs')).json)
    // Each round is killed at another place, while the Actor writes on.
    await untilLogged(killable, data.id, ` ${100 + kill * 397} `)
    killable.process.kill('SIGKILL')
    await exited
    const platform = await startPlatform({ dir, script: countingScript(written) })
    const lines = await logOf(platform, data.id)
    expect(lines.at(-1)).toBe('The local platform stopped during the run.')
    expect(lines.slice(0, -1).findIndex((line, n) => line !== `${n} ${'x'.repeat(n % 60)}`)).toBe(
      -1,
    )
    expect(lines.length - 1).toBeGreaterThanOrEqual(readFileSync(written).readInt32LE() + 1)
    await platform.close()
  }
})

const runAnswer = z.object({ data: z.object({ id: z.string() }) })

/** Writes lines and, after each, its number to a file. */
const countingScript = (written: string) => `
  const { openSync, writeSync } = await import('node:fs')
  const file = openSync(${JSON.stringify(written)}, 'w')
  const number = Buffer.alloc(4)
  for (let n = 0; n < 100_000; n += 1) {
    ;(n % 7 === 0 ? process.stderr : process.stdout).write(n + ' ' + 'x'.repeat(n % 60) + '\\n')
    number.writeInt32LE(n)
    writeSync(file, number, 0, 4, 0)
  }
  idle()`
