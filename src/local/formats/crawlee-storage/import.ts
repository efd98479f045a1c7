import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { messageOf } from '../../api-error.ts'
import { batches } from '../../batches.ts'
import { isMissing } from '../../files.ts'
import { parseItems } from '../../storage/item-log/item.ts'
import type { Row } from '../../storage/item-log/row.ts'
import type { AllStorages } from '../../storage/open-storages.ts'
import { FOLDERS, METADATA_FILE, nameIn, recordOf } from './layout.ts'
import { withStorages } from './with-storages.ts'

/** What was imported. */
export interface Imported {
  datasets: { id: string; name: string; items: number }[]
  keyValueStores: { id: string; name: string; records: number }[]
}

/** How many items are added at a time. */
const BATCH = 1000

/**
 * Imports the datasets and key-value stores of a Crawlee `storage` folder into a data folder, each
 * under its name; `default` becomes a storage named "default".
 * @param dir the data folder of a platform that is not running
 * @param from the folder, such as `./storage`
 * @throws {Error} if the folder holds no storages, or a dataset of the same name already has items
 */
export async function importFolder(dir: string, from: string): Promise<Imported> {
  const folders = {
    datasets: await namesIn(join(from, FOLDERS.datasets)),
    keyValueStores: await namesIn(join(from, FOLDERS.keyValueStores)),
  }
  if (folders.datasets.length + folders.keyValueStores.length === 0) {
    const expected = `${FOLDERS.datasets}/NAME or ${FOLDERS.keyValueStores}/NAME`
    throw new Error(`There is nothing to import in ${resolve(from)}: it has no ${expected}.`)
  }
  return withStorages(dir, async (storages) => {
    const imported: Imported = { datasets: [], keyValueStores: [] }
    for (const file of folders.datasets) {
      const folder = join(from, FOLDERS.datasets, file)
      imported.datasets.push(await importDataset(storages, folder, nameIn(file)))
    }
    for (const file of folders.keyValueStores) {
      const folder = join(from, FOLDERS.keyValueStores, file)
      imported.keyValueStores.push(await importStore(storages, folder, nameIn(file)))
    }
    return imported
  })
}

async function importDataset({ datasets }: AllStorages, folder: string, name: string) {
  const { storage: dataset } = await datasets.getOrCreate(name)
  if (dataset.itemCount > 0) {
    const problem = `The dataset "${name}" already has ${dataset.itemCount} items.`
    throw new Error(`${problem} Rename or delete it, then import again.`)
  }
  const files = (await filesIn(folder)).filter((file) => /^\d+\.json$/.test(file))
  files.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  for (const batch of batches(files, BATCH)) {
    const rows = await Promise.all(batch.map((file) => readItem(join(folder, file))))
    await dataset.push(rows.flat())
  }
  return { id: dataset.properties.id, name, items: dataset.itemCount }
}

async function readItem(path: string): Promise<Row[]> {
  try {
    return await parseItems(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Error(`The item in ${path} cannot be read. Fix or remove it. ${messageOf(error)}`)
  }
}

async function importStore({ keyValueStores }: AllStorages, folder: string, name: string) {
  const { storage: store } = await keyValueStores.getOrCreate(name)
  const files = await filesIn(folder)
  for (const file of files) {
    const record = { ...recordOf(file), contentEncoding: '' }
    await store.set(record, createReadStream(join(folder, file)))
  }
  return { id: store.properties.id, name, records: files.length }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name !== METADATA_FILE)
    .map(({ name }) => name)
}

/** Returns the names of the folders in a folder; none if it is missing. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    if (isMissing(error)) return []
    throw error
  })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}
