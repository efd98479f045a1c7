import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { newRun } from '../../../src/local/runs/new-run.ts'
import type { Run } from '../../../src/local/runs/run.ts'
import { RunStore } from '../../../src/local/runs/run-store.ts'
import { openStorages } from '../../../src/local/storage/open-storages.ts'
import { ACTOR, CHOSEN } from './run-objects.ts'

/** Returns the contents of all files in a folder, by their path in it; a folder ends with `/`. */
export async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path).replaceAll('\\', '/')
    return entry.isDirectory() ? [`${name}/`, ''] : [name, await readFile(path, 'latin1')]
  })
  return Object.fromEntries(await Promise.all(files))
}

/** What release 0.1 wrote after a run, a push to a named dataset and a task. */
const RELEASE = new URL('release-0.1.json', import.meta.url)

/** Writes a data folder of release 0.1, and returns its files. */
export async function writeFolderOfRelease(folder: string): Promise<Record<string, string>> {
  const text = await readFile(RELEASE, 'utf8')
  const files = z.record(z.string(), z.string()).parse(JSON.parse(text))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content, 'latin1')
  }
  return files
}

/** Writes runs into a data folder, with their logs and storages, as the platform would. */
export async function writeRuns(
  folder: string,
  runs: (Partial<Run> & { id: string })[],
): Promise<Run[]> {
  const storages = await openStorages(folder)
  const store = new RunStore(join(folder, 'runs'))
  const written: Run[] = []
  for (const change of runs) {
    const owner = { actId: ACTOR.id, actRunId: change.id }
    const dataset = await storages.datasets.create(owner)
    await dataset.push([{ text: '{"n":1}', isClean: true }])
    const keyValueStore = await storages.keyValueStores.create(owner)
    const record = { key: 'OUTPUT', contentType: 'text/plain', contentEncoding: '' }
    await keyValueStore.set(record, [Buffer.from('done')])
    const queue = await storages.requestQueues.create(owner)
    const ids = {
      dataset: dataset.properties.id,
      store: keyValueStore.properties.id,
      queue: queue.properties.id,
    }
    const ended = { status: 'SUCCEEDED', finishedAt: new Date().toISOString() } as const
    const run = { ...newRun(ACTOR, change.id, ids, CHOSEN), ...ended, ...change }
    await store.add(run)
    await writeFile(store.logPath(run.id), 'done\n')
    written.push(run)
  }
  await Promise.all([store, ...Object.values(storages)].map((one) => one.settle()))
  return written
}
