import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stableId } from '../../src/local/ids.ts'
import { pruneRuns } from '../../src/local/index.ts'
import type { Run } from '../../src/local/runs/run.ts'
import { makeFolder } from '../support/folder.ts'
import { filesOf, writeFolderOfRelease, writeRuns } from '../support/local-platform/data-folder.ts'
import { runToEnd, startPlatform } from '../support/local-platform/platform.ts'

const ALL = { keepRuns: 0, dryRun: false }

/** The folders of a run and its default storages. */
function foldersOf(run: Run): string[] {
  return [
    `runs/${run.id}/`,
    `datasets/${run.defaultDatasetId}/`,
    `key-value-stores/${run.defaultKeyValueStoreId}/`,
    `request-queues/${run.defaultRequestQueueId}/`,
  ]
}

/** Returns the files in some folders of a data folder. */
async function filesBelow(dir: string, folders: string[]): Promise<[string, string][]> {
  return Object.entries(await filesOf(dir)).filter(([name]) =>
    folders.some((folder) => name.startsWith(folder)),
  )
}

const id = (name: string) => stableId('run', name)
const endedAt = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString()

/** Writes runs that ended on the first days of a year, in another order than they started. */
async function writeDays(days: number[]): Promise<{ dir: string; runs: Run[] }> {
  const dir = await makeFolder()
  const runs = await writeRuns(
    dir,
    days.map((day) => ({ id: id(`${day}`), finishedAt: endedAt(day) })),
  )
  return { dir, runs }
}

test('runs of the platform go with their storages and logs, and the others stay whole', async () => {
  const platform = await startPlatform({ script: `console.log('hello')` })
  const [old, latest] = [await runToEnd(platform), await runToEnd(platform)]
  await platform.call('POST /v2/datasets?name=mine')
  await platform.call('POST /v2/key-value-stores')
  await platform.close()
  const dir = join(platform.dir, 'data')
  const before = await filesOf(dir)
  const removed = await filesBelow(dir, foldersOf(old))
  const bytes = removed.reduce((sum, [, content]) => sum + content.length, 0)
  const expected = { runs: 1, storages: 3, bytes, kept: 1 }
  expect(await pruneRuns(dir, { keepRuns: 1, dryRun: true })).toEqual(expected)
  expect(await filesOf(dir)).toEqual(before)
  expect(await pruneRuns(dir, { keepRuns: 1, dryRun: false })).toEqual(expected)
  const left = Object.entries(before).filter(([name]) => !removed.some(([gone]) => gone === name))
  expect(await filesOf(dir)).toEqual(Object.fromEntries(left))

  const { call } = await startPlatform({ dir: platform.dir })
  expect((await call('GET /v2/actor-runs')).json.data.items).toMatchObject([{ id: latest.id }])
  expect((await call(`GET /v2/actor-runs/${latest.id}/log`)).text).toContain('hello')
  expect((await call(`GET /v2/datasets/${old.defaultDatasetId}`)).status).toBe(404)
  expect((await call('GET /v2/datasets/~mine')).status).toBe(200)
  expect((await call('GET /v2/key-value-stores?unnamed=1')).json.data.total).toBe(2)
})

describe('which runs go', () => {
  test.each([
    ['those that ended last are kept', { keepRuns: 2 }, [5, 4]],
    ['those that ended before a time go', { endedBefore: new Date(endedAt(3)) }, [3, 5, 4]],
    ['both have to hold', { keepRuns: 1, endedBefore: new Date(endedAt(3)) }, [3, 5, 4]],
    ['both have to hold', { keepRuns: 4, endedBefore: new Date(endedAt(3)) }, [3, 5, 2, 4]],
    ['more may be kept than there are', { keepRuns: 9 }, [3, 5, 1, 2, 4]],
    ['none may be kept', { keepRuns: 0 }, []],
  ])('%s', async (_, options, kept) => {
    const { dir, runs } = await writeDays([3, 5, 1, 2, 4])
    const pruned = await pruneRuns(dir, { ...options, dryRun: false })
    expect(pruned).toMatchObject({ runs: 5 - kept.length, kept: kept.length })
    for (const run of runs) {
      const isKept = kept.some((day) => id(`${day}`) === run.id)
      for (const folder of foldersOf(run)) {
        const files = await filesBelow(dir, [folder])
        expect([folder, files.length > 0]).toEqual([folder, isKept])
      }
    }
  })

  test('a run in progress stays, and one whose end is not certain', async () => {
    const dir = await makeFolder()
    const running = { id: id('a'), status: 'RUNNING', finishedAt: null } as const
    const [, marked] = await writeRuns(dir, [running, { id: id('b') }, { id: id('c') }])
    await mkdir(join(dir, 'live'))
    await writeFile(join(dir, 'live', `${marked?.id}.json`), '{}')
    expect(await pruneRuns(dir, ALL)).toMatchObject({ runs: 1, storages: 3, kept: 2 })
    const left = Object.keys(await filesOf(join(dir, 'runs'))).filter((name) =>
      /^\w+\/$/.test(name),
    )
    expect(left.sort()).toEqual([`${id('a')}/`, `${id('b')}/`].sort())
  })
})

describe('which storages stay', () => {
  test.each([
    ['one that got a name', { name: 'kept' }],
    ['one of another run', { actRunId: id('other') }],
    ['one of no run', { actRunId: null }],
  ])('%s', async (_, change) => {
    const dir = await makeFolder()
    const [run] = await writeRuns(dir, [{ id: id('a') }])
    if (!run) throw new Error('There is no run.')
    for (const folder of foldersOf(run).slice(1)) {
      const file = join(dir, folder, 'storage.json')
      const properties = JSON.parse((await filesOf(join(dir, folder)))['storage.json'] ?? '')
      await writeFile(file, JSON.stringify({ ...properties, ...change }))
    }
    const before = await filesBelow(dir, foldersOf(run).slice(1))
    expect(await pruneRuns(dir, ALL)).toMatchObject({ runs: 1, storages: 0 })
    expect(await filesBelow(dir, foldersOf(run).slice(1))).toEqual(before)
    expect(await filesBelow(dir, [`runs/${run.id}`])).toEqual([])
  })
})

describe('a prune that was interrupted is finished by the next, whatever that one keeps', () => {
  test.each([0, 1, 2, 3, 4])('after %i steps', async (steps) => {
    const { dir, runs } = await writeDays([1, 2])
    const [begun, kept] = runs
    if (!begun || !kept) throw new Error('There are no runs.')
    const before = await filesBelow(dir, foldersOf(kept))
    const target = join(dir, 'pruning', begun.id)
    await mkdir(join(dir, 'pruning'))
    await rename(join(dir, 'runs', begun.id), target)
    for (const folder of foldersOf(begun).slice(1, 1 + steps)) {
      await rename(join(dir, folder), join(target, folder.split('/')[0] ?? ''))
    }
    // The last step deletes, in any order.
    if (steps === 4) await rm(join(target, 'run.json'))
    const { storages, ...pruned } = await pruneRuns(dir, { keepRuns: 5, dryRun: false })
    expect(pruned).toMatchObject({ runs: 1, kept: 1 })
    expect(storages).toBe(Math.max(0, 3 - steps))
    expect(await filesBelow(dir, ['pruning/', ...foldersOf(begun)])).toEqual([])
    expect(await filesBelow(dir, foldersOf(kept))).toEqual(before)
    expect(await pruneRuns(dir, { keepRuns: 5, dryRun: false })).toMatchObject({ runs: 0 })
  })
})

test('what release 0.1 wrote can be pruned', async () => {
  const dir = await makeFolder()
  await writeFolderOfRelease(dir)
  expect(await pruneRuns(dir, ALL)).toMatchObject({ runs: 1, storages: 3, kept: 0 })
  expect(await pruneRuns(dir, ALL)).toMatchObject({ runs: 0, storages: 0, bytes: 0, kept: 0 })
})

test('a folder that is missing or in use is refused', async () => {
  const { dir } = await startPlatform()
  const held = new RegExp(`in use by process ${process.pid}\\. Stop that process`)
  await expect(pruneRuns(join(dir, 'data'), ALL)).rejects.toThrow(held)
  await expect(pruneRuns(join(dir, 'nothing'), ALL)).rejects.toThrow(/no data folder.*nothing/)
  expect(Object.keys(await filesOf(dir))).not.toContain('nothing/')
})
