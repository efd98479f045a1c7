import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { batches } from '../batches.ts'
import { damaged, ofFolder, readJson } from '../files.ts'
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

  /** @param onDamaged is told about a storage whose file cannot be used; it is as if it were not there */
  constructor(
    private readonly root: string,
    private readonly onDamaged: (error: Error) => void = () => {},
  ) {}

  /** Returns all of them, oldest first. */
  async list(): Promise<StorageProperties[]> {
    this.reading ??= readAll(this.root, this.onDamaged)
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

/**
 * Returns the properties of a storage; undefined if there is none.
 * @throws {Error} that names the file, if it cannot be used
 */
export async function readProperties(
  root: string,
  id: string,
): Promise<StorageProperties | undefined> {
  const path = propertiesFile(root, id)
  try {
    const stored = await readJson(path)
    return stored === undefined ? undefined : ofFolder(id, storageProperties.parse(stored))
  } catch (cause) {
    throw damaged(path, cause)
  }
}

async function readAll(
  root: string,
  onDamaged: (error: Error) => void,
): Promise<Map<string, StorageProperties>> {
  const ids = (await readdir(root)).filter(isId)
  const all = new Map<string, StorageProperties>()
  for (const batch of batches(ids, READ_AT_ONCE)) {
    const read = await Promise.all(
      batch.map((id) =>
        readProperties(root, id).catch((error) => {
          onDamaged(error)
          return undefined
        }),
      ),
    )
    for (const properties of read) if (properties) all.set(properties.id, properties)
  }
  return all
}
