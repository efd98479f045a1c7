import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startLocalPlatform } from '../../../src/local/index.ts'
import { makeFolder } from '../../support/folder.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'
import {
  isAlive,
  startPlatform,
  untilGone,
  untilLogged,
} from '../../support/local-platform/platform.ts'

/** Ignores SIGTERM, like the process that it starts, and prints both pids. */
const STUBBORN = `
  const { spawn } = await import('node:child_process')
  const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')"
  process.on('SIGTERM', () => {})
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.once('data', () => console.log('pids=' + process.pid + ',' + child.pid + ';'))`

/** Starts the Actor and returns the run with the pids that it prints. */
async function startStubborn(platform: { baseUrl: string; token: string }) {
  const headers = { authorization: `Bearer ${platform.token}` }
  const call = async (path: string, method = 'GET') =>
    (await fetch(`${platform.baseUrl}/v2${path}`, { method, headers })).text()
  const { data } = JSON.parse(await call('/actors/~tester/runs', 'POST'))
  await untilLogged(platform, data.id, 'pids=')
  const [, pids = ''] = /pids=([\d,]+);/.exec(await call(`/logs/${data.id}`)) ?? []
  return { id: data.id, pids: pids.split(',').map(Number) }
}

test('close ends all runs and does not wait for those that ignore it', async () => {
  const platform = await startPlatform({ script: STUBBORN })
  const { id, pids } = await startStubborn(platform)
  expect(pids.map(isAlive)).toEqual([true, true])
  const start = performance.now()
  await platform.close()
  // It takes half a second, and an abort would take five. The rest is for busy machines.
  expect(performance.now() - start).toBeLessThan(4000)
  await untilGone(pids)
  const reopened = await startPlatform({ dir: platform.dir })
  const { json } = await reopened.call(`GET /v2/actor-runs/${id}`)
  expect(json.data).toMatchObject({ status: 'ABORTED', exitCode: 137 })
})

/** Starts a platform in its own process. */
async function startPlatformProcess(dir: string, actorDir: string) {
  const script = fileURLToPath(
    import.meta.resolve('../../support/local-platform/platform-process.ts'),
  )
  const child = spawn(process.execPath, ['--import', 'tsx', script, dir, actorDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const { baseUrl, token } = JSON.parse(line)
  return { child, baseUrl, token }
}

test('a crash ends all runs, and the next start marks them as failed', async () => {
  const dir = await makeFolder()
  const actorDir = join(dir, 'actor')
  await writeActor(actorDir, STUBBORN)
  const { child, ...platform } = await startPlatformProcess(join(dir, 'data'), actorDir)
  const { id, pids } = await startStubborn(platform)
  child.kill('SIGKILL')
  await once(child, 'exit')
  await untilGone(pids)
  const next = await startPlatform({ dir })
  const { json } = await next.call(`GET /v2/actor-runs/${id}`)
  expect(json.data.status).toBe('FAILED')
  expect(json.data.statusMessage).toContain('stopped during the run')
})

test('a start kills what a crash left alive, if it is certainly a run', async () => {
  const dir = await makeFolder()
  const ids = ['a'.repeat(17), 'b'.repeat(17)]
  const [left, other] = await Promise.all(
    ids.map(async (id) => {
      const options = { detached: true, env: { ACTOR_RUN_ID: 'a'.repeat(17) } }
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], options)
      onTestFinished(() => void child.kill('SIGKILL'))
      await once(child, 'spawn')
      await mkdir(join(dir, 'data', 'live'), { recursive: true })
      await writeFile(join(dir, 'data', 'live', `${id}.json`), JSON.stringify({ pid: child.pid }))
      return child
    }),
  )
  await startPlatform({ dir })
  await untilGone([left?.pid ?? 0])
  expect(other?.exitCode).toBeNull()
  expect(isAlive(other?.pid ?? 0)).toBe(true)
})

test('a directory has one platform at a time', async () => {
  const platform = await startPlatform()
  const options = { dir: join(platform.dir, 'data'), actorDirs: [] }
  const refusal = startLocalPlatform(options)
  await expect(refusal).rejects.toThrow(`${options.dir} is in use by process ${process.pid}`)
  await platform.close()
  await (await startLocalPlatform(options)).close()
})

test('the lock of a dead process is taken over', async () => {
  const dir = await makeFolder()
  const ended = spawn(process.execPath, ['-e', ''])
  await once(ended, 'exit')
  for (const lock of [JSON.stringify({ pid: ended.pid, birth: '' }), 'garbage', '']) {
    await mkdir(join(dir, 'data'), { recursive: true })
    await writeFile(join(dir, 'data', 'lock'), lock)
    await (await startLocalPlatform({ dir: join(dir, 'data'), actorDirs: [] })).close()
  }
})

test('a missing Actors folder is an error', async () => {
  const dir = await makeFolder()
  const start = startLocalPlatform({ dir, actorDirs: [join(dir, 'none')] })
  await expect(start).rejects.toThrow(`${join(dir, 'none')} cannot be read`)
})
