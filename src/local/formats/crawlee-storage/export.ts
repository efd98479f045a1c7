import { createWriteStream } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { batches } from '../../batches.ts'
import { decoderFor } from '../../content-encoding.ts'
import { RunStore } from '../../runs/run-store.ts'
import type { Dataset } from '../../storage/dataset/dataset.ts'
import type { KeyValueStore } from '../../storage/key-value-store/key-value-store.ts'
import type { AllStorages } from '../../storage/open-storages.ts'
import type { Storage } from '../../storage/storage-properties.ts'
import type { StorageRegistry } from '../../storage/storage-registry.ts'
import { createFileNames, FOLDERS, itemFile, portableName } from './layout.ts'
import { withStorages } from './with-storages.ts'

/** What was exported. */
export interface Exported {
  datasets: { id: string; name: string; items: number }[]
  keyValueStores: { id: string; name: string; records: number }[]
}

/** How many files are written at the same time. */
const FILES_AT_ONCE = 64

/**
 * Exports storages from a data folder to a Crawlee `storage` folder: all that have a name, or the
 * default storages of a run as `default`.
 * @param dir the data folder of a platform that is not running
 * @param to the folder; its storages of the same names must be empty
 * @param runId the run whose default storages to export
 * @throws {Error} if there is nothing to export, or a target folder is not empty
 */
export async function exportFolder(dir: string, to: string, runId?: string): Promise<Exported> {
  return withStorages(dir, async (storages) => {
    const chosen = await (runId === undefined ? named(storages) : ofRun(storages, dir, runId))
    const exported: Exported = { datasets: [], keyValueStores: [] }
    for (const [name, dataset] of chosen.datasets) {
      const folder = await emptyFolder(join(to, FOLDERS.datasets, portableName(name)))
      const items = await exportDataset(dataset, folder)
      exported.datasets.push({ id: dataset.properties.id, name, items })
    }
    for (const [name, store] of chosen.keyValueStores) {
      const folder = await emptyFolder(join(to, FOLDERS.keyValueStores, portableName(name)))
      const records = await exportStore(store, folder)
      exported.keyValueStores.push({ id: store.properties.id, name, records })
    }
    return exported
  })
}

interface Chosen {
  datasets: [name: string, dataset: Dataset][]
  keyValueStores: [name: string, store: KeyValueStore][]
}

async function named({ datasets, keyValueStores }: AllStorages): Promise<Chosen> {
  const chosen = {
    datasets: await withName(datasets),
    keyValueStores: await withName(keyValueStores),
  }
  if (chosen.datasets.length + chosen.keyValueStores.length > 0) return chosen
  throw new Error(
    'There are no named storages to export. Add --run ID to export the storages of a run.',
  )
}

async function withName<T extends Storage>(storages: StorageRegistry<T>): Promise<[string, T][]> {
  const all = { offset: 0, limit: Number.MAX_SAFE_INTEGER, desc: false }
  const { items } = await storages.page({ unnamed: false }, all)
  return items.map((storage) => [storage.properties.name ?? storage.properties.id, storage])
}

async function ofRun(storages: AllStorages, dir: string, runId: string): Promise<Chosen> {
  const run = await new RunStore(join(dir, 'runs')).get(runId)
  if (!run) throw new Error(`There is no run "${runId}" in ${dir}. Check the ID.`)
  return {
    datasets: [['default', await storages.datasets.get(run.defaultDatasetId)]],
    keyValueStores: [['default', await storages.keyValueStores.get(run.defaultKeyValueStoreId)]],
  }
}

async function exportDataset(dataset: Dataset, folder: string): Promise<number> {
  let number = 0
  for await (const texts of dataset.read({ from: 0, to: dataset.itemCount, desc: false })) {
    for (const batch of batches(texts, FILES_AT_ONCE)) {
      const first = number + 1
      number += batch.length
      await Promise.all(
        batch.map((text, i) => writeFile(join(folder, itemFile(first + i)), `${text}\n`)),
      )
    }
  }
  return number
}

async function exportStore(store: KeyValueStore, folder: string): Promise<number> {
  const records = store.list()
  const fileOf = createFileNames()
  for (const { key, contentType } of records) {
    const found = await store.read(key)
    if (!found) continue
    const target = createWriteStream(join(folder, fileOf(key, contentType)), { flags: 'wx' })
    const decoder = decoderFor(found.record.contentEncoding)
    await pipeline(decoder ? [found.bytes, decoder, target] : [found.bytes, target])
  }
  return records.length
}

async function emptyFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  if ((await readdir(path)).length === 0) return path
  throw new Error(
    `The folder ${resolve(path)} is not empty. Remove it or export to another folder.`,
  )
}
