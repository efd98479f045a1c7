import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { batches } from './batches.ts'
import { lockDataFolder } from './data-folder.ts'
import { lockWhenUnused } from './data-folder-lock.ts'
import { exists, isMissing } from './files.ts'
import { checkFormat } from './format-version.ts'
import { isId } from './ids.ts'
import { isFinal, type Run } from './runs/run.ts'
import { RunStore } from './runs/run-store.ts'
import { readProperties } from './storage/storage-index.ts'

/** How many files are looked at at a time: a store may have very many records. */
const FILES_AT_ONCE = 64

/** Which ended runs to remove: those that every given condition names. */
export interface PruneOptions {
  /** Keeps this many of the runs that ended last. */
  keepRuns?: number | undefined
  /** Removes only runs that ended before this time. */
  endedBefore?: Date | undefined
  /** Whether to only count what would be removed. */
  dryRun: boolean
}

export interface Pruned {
  runs: number
  storages: number
  /** The sizes of their files. */
  bytes: number
  /** The runs that stay. */
  kept: number
}

/**
 * The folder of runs that are being removed. Each is moved here first, so that a run is there as a
 * whole or not at all, and what an interruption leaves is found again.
 */
const REMOVED = 'pruning'

/** The folders of storages, and where a run says which of them it owns. */
const STORAGES = [
  { folder: 'datasets', idOf: (run: Run) => run.defaultDatasetId },
  { folder: 'key-value-stores', idOf: (run: Run) => run.defaultKeyValueStoreId },
  { folder: 'request-queues', idOf: (run: Run) => run.defaultRequestQueueId },
] as const

/**
 * Removes ended runs from a data folder, with their logs and default storages. A storage stays if it
 * has a name, or if it was not created for the run. If it is interrupted, the next prune finishes it.
 * @param dir the data folder of a platform that is not running
 * @throws {Error} if there is no such folder, or a process uses it
 */
export async function pruneRuns(dir: string, options: PruneOptions): Promise<Pruned> {
  // Nothing is written into a folder that is something else.
  const isDataFolder = (await checkFormat(dir)) || (await exists(join(dir, 'runs')))
  if (!isDataFolder)
    throw new Error(`There is no data folder of the local platform in ${dir}. Check --local.`)
  for (const name of ['runs', REMOVED, ...STORAGES.map(({ folder }) => folder)])
    await refuseLink(join(dir, name))
  const lock = await lockDataFolder(dir, lockWhenUnused)
  try {
    await mkdir(join(dir, 'runs'), { recursive: true })
    const { ended, count } = await readRuns(dir)
    const chosen = choose(ended, options)
    const pruned: Pruned = { runs: 0, storages: 0, bytes: 0, kept: count - chosen.length }
    const found = [
      ...(await begunIn(dir)),
      ...chosen.map((run) => ({ id: run.id, from: 'runs', run })),
    ]
    for (const { id, from, run } of found) {
      // Its storages are moved before its file is deleted, so that without the file there are none.
      const owned = run ? await ownedStorages(dir, run) : []
      const bytes = await sizesOf([join(dir, from, id), ...owned.map(({ path }) => path)])
      if (!options.dryRun) await removeRun(dir, { id, from, owned })
      pruned.runs += 1
      pruned.storages += owned.length
      pruned.bytes += bytes
    }
    if (!options.dryRun) await rm(join(dir, REMOVED), { recursive: true, force: true })
    return pruned
  } finally {
    await lock.release()
  }
}

/** Returns the runs whose removal was interrupted. */
async function begunIn(dir: string): Promise<{ id: string; from: string; run: Run | undefined }[]> {
  const from = REMOVED
  const store = new RunStore(join(dir, from))
  const ids = await idsIn(join(dir, from))
  return Promise.all(ids.map(async (id) => ({ id, from, run: await store.get(id) })))
}

/** @throws {Error} if a folder is a link: what it leads to is not ours to delete */
async function refuseLink(path: string): Promise<void> {
  const isLink = await lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
  if (isLink) throw new Error(`${path} is a link, and nothing is removed through links.`)
}

/** Returns the ended runs, and the number of all. Their files decide, not the index. */
async function readRuns(dir: string): Promise<{ ended: Run[]; count: number }> {
  const inProgress = new Set(await idsIn(join(dir, 'live')))
  const ended: Run[] = []
  let count = 0
  for await (const run of new RunStore(join(dir, 'runs')).readAll()) {
    count += 1
    if (isFinal(run) && !inProgress.has(run.id)) ended.push(run)
  }
  return { ended, count }
}

function choose(ended: Run[], { keepRuns = 0, endedBefore }: PruneOptions): Run[] {
  const latestFirst = ended.toSorted((a, b) => endOf(b).localeCompare(endOf(a)))
  return latestFirst
    .slice(keepRuns)
    .filter((run) => !endedBefore || endOf(run) < endedBefore.toISOString())
}

function endOf({ finishedAt, startedAt }: Run): string {
  return finishedAt ?? startedAt
}

/** Removes a run and its storages, each with one rename before anything is deleted. */
async function removeRun(
  dir: string,
  { id, from, owned }: { id: string; from: string; owned: OwnedStorage[] },
): Promise<void> {
  const target = join(dir, REMOVED, id)
  await mkdir(join(dir, REMOVED), { recursive: true })
  if (from !== REMOVED) await rename(join(dir, from, id), target)
  for (const { kind, path } of owned) await rename(path, join(target, kind))
  await rm(target, { recursive: true, force: true })
}

interface OwnedStorage {
  kind: string
  path: string
}

/** Returns the default storages of a run that were created for it and have no name. */
async function ownedStorages(dir: string, run: Run): Promise<OwnedStorage[]> {
  const found = await Promise.all(
    STORAGES.map(async ({ folder, idOf }) => {
      const [root, id] = [join(dir, folder), idOf(run)]
      const properties = isId(id) ? await readProperties(root, id) : undefined
      const isOwn = properties?.name === null && properties.actRunId === run.id
      return isOwn ? [{ kind: folder, path: join(root, id) }] : []
    }),
  )
  return found.flat()
}

/** Returns the ids that name the files and folders in a folder; none if it is missing. */
async function idsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error) => {
    if (isMissing(error)) return []
    throw error
  })
  return names.map((name) => name.replace(/\.json$/, '')).filter(isId)
}

/** Returns the sizes of all files in a folder, in bytes. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0
  const entries = await readdir(folder, { withFileTypes: true })
  for (const batch of batches(entries, FILES_AT_ONCE)) {
    const sizes = batch.map(async (entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? sizeOf(path) : (await lstat(path)).size
    })
    bytes += sum(await Promise.all(sizes))
  }
  return bytes
}

/** Returns the sizes of all files in some folders, in bytes. */
async function sizesOf(folders: string[]): Promise<number> {
  return sum(await Promise.all(folders.map(sizeOf)))
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
