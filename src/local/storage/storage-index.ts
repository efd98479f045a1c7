import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { batches } from '../batches.ts'
import { readJson } from '../files.ts'
import { isId } from '../ids.ts'
import { type StorageProperties, storageProperties } from './storage-properties.ts'

/** How many files are read at a time: runs may have left very many storages. */
const READ_AT_ONCE = 64

/** Returns the path of the file with the properties of a storage. */
export function propertiesFile(root: string, id: string): string {
  return join(root, id, 'storage.json')
}

/** The properties of all storages, without opening them. Read when first asked for. */
export class StorageIndex {
  private reading: Promise<Map<string, StorageProperties>> | undefined

  constructor(private readonly root: string) {}

  /** Returns all of them, oldest first. */
  async list(): Promise<StorageProperties[]> {
    this.reading ??= readAll(this.root)
    const all = [...(await this.reading).values()]
    return all.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  }

  /** Notes a storage that was created or changed on the disk. */
  set(properties: StorageProperties): void {
    this.change((all) => all.set(properties.id, properties))
  }

  delete(id: string): void {
    this.change((all) => all.delete(id))
  }

  /** Does nothing before the first read, which will see the change on the disk. */
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
