import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { writeJson } from '../../../src/local/files.ts'
import { stableId } from '../../../src/local/ids.ts'
import type { Run } from '../../../src/local/runs/run.ts'
import type { RunFilter } from '../../../src/local/runs/run-index.ts'
import { RunStore } from '../../../src/local/runs/run-store.ts'
import { makeFolder } from '../../support/folder.ts'
import { writeRuns } from '../../support/local-platform/data-folder.ts'

const NEWEST = { offset: 0, limit: 10, desc: true }
const day = (date: number) => `2030-01-0${date}T00:00:00.000Z`

const RUNS = [
  { startedAt: day(1), status: 'SUCCEEDED', actId: 'shop', actorTaskId: 'daily' },
  { startedAt: day(2), status: 'FAILED', actId: 'shop', actorTaskId: null },
  { startedAt: day(2), status: 'SUCCEEDED', actId: 'news', actorTaskId: null },
  { startedAt: day(3), status: 'ABORTED', actId: 'news', actorTaskId: 'daily' },
] as const

/** Writes the runs. Those of the same time are in the order of their ids. */
async function makeStore() {
  const root = await makeFolder()
  const ids = RUNS.map((_, i) => stableId('run', String(i)))
  const [first = '', second = '', third = '', fourth = ''] = ids
  const ordered = [first, ...[second, third].sort(), fourth]
  const runs = await writeRuns(
    root,
    RUNS.map((run, i) => ({ ...run, id: ordered[i] ?? '' })),
  )
  const told: string[] = []
  const open = () => new RunStore(join(root, 'runs'), (error) => told.push(error.message))
  const fileOf = ({ id }: Run) => join(root, 'runs', id, 'run.json')
  return { root, runs, told, open, fileOf }
}

const list = async (store: RunStore, runs: readonly Run[], filter: RunFilter = {}) => {
  const { items, total, count } = await store.page(filter, NEWEST)
  expect([total, count]).toEqual([items.length, items.length])
  return items.map((run) => runs.findIndex(({ id }) => id === run.id))
}

test.each<[RunFilter, number[]]>([
  [{}, [3, 2, 1, 0]],
  [{ statuses: ['SUCCEEDED'] }, [2, 0]],
  [{ statuses: ['FAILED', 'ABORTED'] }, [3, 1]],
  [{ statuses: ['RUNNING'] }, []],
  [{ actId: 'shop' }, [1, 0]],
  [{ actId: 'shop', statuses: ['SUCCEEDED'] }, [0]],
  [{ actId: 'other' }, []],
  [{ taskId: 'daily' }, [3, 0]],
  [{ after: new Date(day(2)) }, [3, 2, 1]],
  [{ before: new Date(day(2)) }, [2, 1, 0]],
  [{ actId: 'news', before: new Date(day(2)) }, [2]],
])('the filter %j names the runs %j, with an index and without', async (filter, expected) => {
  const { root, runs, open } = await makeStore()
  expect(await list(open(), runs, filter)).toEqual(expected)
  await rm(join(root, 'runs', 'index.jsonl'))
  const store = open()
  expect(await list(store, runs, filter)).toEqual(expected)
  expect((await store.last(filter))?.id).toBe(runs[expected[0] ?? -1]?.id)
})

test('a page has the total of all, and reads no file of another page', async () => {
  const { runs, open, fileOf } = await makeStore()
  const store = open()
  await store.statsOf({})
  for (const run of runs.slice(0, 2)) await writeFile(fileOf(run), 'not read')
  const page = await store.page({}, { offset: 0, limit: 2, desc: true })
  expect(page.items).toEqual([runs[3], runs[2]])
  expect(page).toMatchObject({ total: 4, count: 2 })
})

test('statistics are those of an Actor, and follow its runs', async () => {
  const { runs, open } = await makeStore()
  const store = open()
  expect(await store.statsOf({ actId: 'news' })).toEqual({ count: 2, lastStartedAt: day(3) })
  const [, , , last] = runs
  if (last) await store.delete(last.id)
  expect(await store.statsOf({ actId: 'news' })).toEqual({ count: 1, lastStartedAt: day(2) })
  expect(await store.statsOf({ taskId: 'none' })).toEqual({ count: 0, lastStartedAt: undefined })
})

test('a run is listed as it is, from its start to its end and once it starts again', async () => {
  const { runs, open } = await makeStore()
  const [first] = runs
  if (!first) throw new Error('There is no run.')
  const store = open()
  const statusOf = async (one: RunStore) => (await one.page({}, NEWEST)).items.at(-1)?.status
  expect(await statusOf(store)).toBe('SUCCEEDED')
  const reopening = store.save({ ...first, status: 'READY' })
  expect(await statusOf(store)).toBe('READY')
  await reopening
  // A crash here leaves no other trace of the new start.
  expect(await statusOf(open())).toBe('READY')
  await store.save({ ...first, status: 'FAILED' })
  await store.settle()
  expect(await statusOf(open())).toBe('FAILED')
  expect(await list(open(), runs, { statuses: ['FAILED'] })).toEqual([1, 0])
})

test('a run that a release without the index has changed is listed as it is', async () => {
  const { runs, open, fileOf } = await makeStore()
  const [first] = runs
  if (!first) throw new Error('There is no run.')
  await writeJson(fileOf(first), { ...first, status: 'FAILED', actId: 'news' })
  expect(await list(open(), runs, { statuses: ['SUCCEEDED'] })).toEqual([2])
  expect(await list(open(), runs, { statuses: ['FAILED'] })).toEqual([1, 0])
  expect(await open().statsOf({ actId: 'shop' })).toEqual({ count: 1, lastStartedAt: day(2) })
})

test('a damaged run that the index has is left out, and the operator hears of it', async () => {
  const { runs, told, open, fileOf } = await makeStore()
  const [first] = runs
  if (!first) throw new Error('There is no run.')
  await writeFile(fileOf(first), '{"id":')
  const store = open()
  expect(await list(store, runs)).toEqual([3, 2, 1])
  expect(await list(store, runs)).toEqual([3, 2, 1])
  expect(told).toHaveLength(1)
  expect(told[0]).toContain(`${fileOf(first)} is damaged and left out`)
})

test.skipIf(process.platform === 'win32')(
  'a run that cannot be read now is an error, and is listed once it can be',
  async () => {
    const { runs, told, open, fileOf } = await makeStore()
    const [first] = runs
    if (!first) throw new Error('There is no run.')
    const store = open()
    expect((await store.statsOf({})).count).toBe(4)
    await rename(fileOf(first), `${fileOf(first)}.away`)
    await symlink(fileOf(first), fileOf(first))
    for (const one of [store, open()]) await expect(one.page({}, NEWEST)).rejects.toThrow('ELOOP')
    await expect(store.get(first.id)).rejects.toThrow('ELOOP')
    await rename(`${fileOf(first)}.away`, fileOf(first))
    expect(await list(store, runs)).toEqual([3, 2, 1, 0])
    expect(told).toEqual([])
  },
)

test.each<[string, (path: string) => Promise<unknown>]>([
  ['a file in place of its folder', (path) => writeFile(dirname(path), '')],
  ['a folder in place of its file', (path) => mkdir(path, { recursive: true })],
])('%s leaves out a run', async (_, make) => {
  const { runs, told, open, fileOf } = await makeStore()
  const [first] = runs
  if (!first) throw new Error('There is no run.')
  await rm(dirname(fileOf(first)), { recursive: true })
  await make(fileOf(first))
  expect(await list(open(), runs)).toEqual([3, 2, 1])
  expect(told).toHaveLength(1)
})

test('a deleted run is gone from lists at once, and after the next opening', async () => {
  const { runs, open } = await makeStore()
  const [first] = runs
  if (!first) throw new Error('There is no run.')
  const store = open()
  const listing = store.page({}, NEWEST)
  await store.delete(first.id)
  expect((await listing).items).not.toContainEqual(first)
  expect(await list(store, runs)).toEqual([3, 2, 1])
  expect(await store.get(first.id)).toBeUndefined()
  expect(await list(open(), runs)).toEqual([3, 2, 1])
})
