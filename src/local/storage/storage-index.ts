import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { batches } from '../batches.ts'
import { readJson } from '../files.ts'
import { isId } from '../ids.ts'
import { type StorageProperties, storageProperties } from './storage-properties.ts'

/** Files that are read at a time: of runs' storages there may be very many. */
const READ_AT_ONCE = 64

/** The file with the properties of a storage. */
export function propertiesFile(root: string, id: string): string {
  return join(root, id, 'storage.json')
}

/** What storages there are, without opening them; read when first asked for. */
export class StorageIndex {
  private reading: Promise<Map<string, StorageProperties>> | undefined

  constructor(private readonly root: string) {}

  /** All of them, oldest first. */
  async list(): Promise<StorageProperties[]> {
    this.reading ??= readAll(this.root)
    const all = [...(await this.reading).values()]
    return all.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  }

  /** Notes a storage that is new or changed, on the disk as well. */
  set(properties: StorageProperties): void {
    this.change((all) => all.set(properties.id, properties))
  }

  delete(id: string): void {
    this.change((all) => all.delete(id))
  }

  /** What was not read yet needs no change: it will be read as it is then. */
  private change(change: (all: Map<string, StorageProperties>) => unknown): void {
    this.reading = this.reading?.then((all) => {
      change(all)
      return all
    })
  }
}

async function readAll(root: string): Promise<Map<string, StorageProperties>> {
  const ids = (await readdir(root)).filter(isId)
  const all = new Map<string, StorageProperties>()
  for (const batch of batches(ids, READ_AT_ONCE)) {
    const read = await Promise.all(batch.map((id) => readJson(propertiesFile(root, id))))
    for (const stored of read) {
      if (stored === undefined) continue
      const properties = storageProperties.parse(stored)
      all.set(properties.id, properties)
    }
  }
  return all
}
