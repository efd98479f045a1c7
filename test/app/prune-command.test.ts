import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { stableId } from '../../src/local/ids.ts'
import { makeFolder } from '../support/folder.ts'
import { filesOf, writeRuns } from '../support/local-platform/data-folder.ts'
import { startServer } from '../support/mcp-client.ts'
import { MAIN } from '../support/server-options.ts'

/** Runs the command line as people do. */
function prune(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'prune', ...args], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr })
    })
  })
}

async function writeFolder(count: number) {
  const dir = await makeFolder()
  const ids = Array.from({ length: count }, (_, i) => stableId('run', `${i}`))
  const day = (i: number) => new Date(Date.UTC(2026, 0, i + 1)).toISOString()
  const runs = await writeRuns(
    dir,
    ids.map((id, i) => ({ id, finishedAt: day(i) })),
  )
  return { dir, runs }
}

it('says what it would remove, and then removes it', async () => {
  const { dir, runs } = await writeFolder(3)
  const latest = await writeRuns(dir, [{ id: stableId('run', 'today') }])
  const before = await filesOf(dir)
  const asked = await prune('--older', '30', '--keep-runs=2', '--dry-run', '--local', dir)
  expect(asked).toMatchObject({ code: 0, stderr: '' })
  const [, told = ''] =
    /^Would remove (2 runs and 6 storages \([\d,]+ bytes\))\. 2 runs stay\.\n$/.exec(
      asked.stdout,
    ) ?? []
  expect(told).toMatch(/bytes/)
  expect(await filesOf(dir)).toMatchObject(before)
  const done = await prune('--older', '30', '--keep-runs=2', '--local', dir)
  expect(done).toEqual({ code: 0, stderr: '', stdout: `Removed ${told}. 2 runs stay.\n` })
  const left = Object.keys(await filesOf(join(dir, 'runs'))).filter((name) => name.endsWith('/'))
  expect(left.sort()).toEqual([`${runs[2]?.id}/`, `${latest[0]?.id}/`].sort())
})

it('says in one line what is wrong with the command', async () => {
  const { dir } = await writeFolder(1)
  const before = await filesOf(dir)
  for (const [args, problem] of [
    [[], /needs to know which ended runs.*--keep-runs N.*--older DAYS/],
    [['--dry-run'], /needs to know which ended runs/],
    [['--keep-runs=-1'], /--keep-runs takes a whole number from 0/],
    [['--older', 'week'], /--older takes a number from 0/],
    [['--keep-runs=1', '--all'], /Unknown argument "--all".*--dry-run/],
    [['everything'], /Unknown argument "everything"/],
  ] as const) {
    const { code, stdout, stderr } = await prune(...args, '--local', dir)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(problem)])
  }
  expect(await filesOf(dir)).toEqual(before)
})

it('refuses a folder that a server uses, or that is missing', async () => {
  const dir = await makeFolder()
  const { call, close } = await startServer({ args: [`--local=${dir}`] })
  await call('list_runs', {})
  const held = await prune('--keep-runs=0', '--local', dir)
  expect(held).toMatchObject({ code: 1, stdout: '' })
  expect(held.stderr).toMatch(/in use by process \d+\. Stop that process or choose another/)
  await close()
  expect(await prune('--keep-runs=0', '--local', dir)).toMatchObject({
    code: 0,
    stdout: 'Removed 0 runs and 0 storages (0 bytes). 0 runs stay.\n',
  })
  const other = await makeFolder()
  for (const folder of [join(dir, 'none'), other]) {
    const missing = await prune('--keep-runs=0', '--dry-run', '--local', folder)
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('no data folder') })
  }
  expect(await readdir(other)).toEqual([])
})

it('leaves whole runs when it is killed, and the next prune removes the rest', async () => {
  const { dir, runs } = await writeFolder(40)
  await mkdir(join(dir, 'pruning'))
  const watcher = watch(join(dir, 'pruning'))
  const begun = once(watcher, 'change')
  const args = [MAIN, 'prune', '--keep-runs=1', '--local', dir]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await begun
  child.kill('SIGKILL')
  await ended
  watcher.close()
  const files = await filesOf(dir)
  for (const run of runs.filter(({ id }) => files[`runs/${id}/`] !== undefined)) {
    for (const name of [
      `runs/${run.id}/run.json`,
      `runs/${run.id}/log.txt`,
      `datasets/${run.defaultDatasetId}/items.jsonl`,
      `key-value-stores/${run.defaultKeyValueStoreId}/storage.json`,
      `request-queues/${run.defaultRequestQueueId}/storage.json`,
    ]) {
      expect(files).toHaveProperty([name])
    }
  }
  expect(await prune('--keep-runs=1', '--local', dir)).toMatchObject({ code: 0, stderr: '' })
  const folders = Object.keys(await filesOf(dir)).filter((name) => /^[\w-]+\/\w+\/$/.test(name))
  const last = runs.at(-1)
  expect(folders.sort()).toEqual([
    `datasets/${last?.defaultDatasetId}/`,
    `key-value-stores/${last?.defaultKeyValueStoreId}/`,
    `request-queues/${last?.defaultRequestQueueId}/`,
    `runs/${last?.id}/`,
  ])
})
