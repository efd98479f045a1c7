import { join } from 'node:path'
import { z } from 'zod'
import { readDescription } from '../damaged-files.ts'
import { FolderIndex } from '../folder-index/folder-index.ts'
import { type Storage, type StorageProperties, storageProperties } from './storage-properties.ts'

const entry = z.object({ id: z.string(), at: z.string(), name: z.string().nullable() })

/** What storages are listed by. */
type StorageEntry = z.infer<typeof entry>

/** The group of storages that have a name. */
export const NAMED = 'named'

/** Returns the group of the storage with a name. */
export const groupOfName = (name: string) => `name ${name}`

/** The file with the properties of a storage in its folder. */
const FILE = 'storage.json'

/** Returns the path of the file with the properties of a storage. */
export function propertiesFile(root: string, id: string): string {
  return join(root, id, FILE)
}

interface Readers<S extends Storage> {
  /** Returns the properties of a storage; undefined if there is none. Rejects if that may change by itself. */
  read(id: string): Promise<StorageProperties | undefined>
  /** Opens a storage; undefined and rejects as `read`. */
  open(id: string): Promise<S | undefined>
}

/** Returns the index of a folder of storages. */
export function createStorageIndex<S extends Storage>(root: string, { read, open }: Readers<S>) {
  return new FolderIndex<StorageEntry, S>({
    root,
    file: FILE,
    entry,
    groupsOf: ({ name }) => (name === null ? [] : [NAMED, groupOfName(name)]),
    read: async (id) => {
      const properties = await read(id)
      return properties && entryOf(properties)
    },
    open,
    entryOf: ({ properties }) => entryOf(properties),
    isLasting: () => true,
  })
}

export function entryOf({ id, createdAt, name }: StorageProperties): StorageEntry {
  return { id, at: createdAt, name }
}

/**
 * Returns the properties of a storage; undefined if there is none.
 * @throws {DamagedError} if its file does not hold them
 * @throws {Error} if its file cannot be read, which may pass
 */
export function readProperties(root: string, id: string): Promise<StorageProperties | undefined> {
  return readDescription(propertiesFile(root, id), id, storageProperties)
}
