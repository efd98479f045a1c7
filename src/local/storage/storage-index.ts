import { join } from 'node:path'
import { z } from 'zod'
import { DamagedError, ofFolder, readJson } from '../files.ts'
import { FolderIndex } from '../folder-index/folder-index.ts'
import { type StorageProperties, storageProperties } from './storage-properties.ts'

const entry = z.object({ id: z.string(), at: z.string(), name: z.string().nullable() })

/** What storages are listed by. */
export type StorageEntry = z.infer<typeof entry>

/** The group of storages that have a name. */
export const NAMED = 'named'

/** Returns the group of the storage with a name. */
export const groupOfName = (name: string) => `name ${name}`

/** Returns the path of the file with the properties of a storage. */
export function propertiesFile(root: string, id: string): string {
  return join(root, id, 'storage.json')
}

/**
 * Returns the index of a folder of storages.
 * @param read reads the properties of a storage; undefined if there is none. Never rejects.
 */
export function createStorageIndex(
  root: string,
  read: (id: string) => Promise<StorageProperties | undefined>,
) {
  return new FolderIndex<StorageEntry>({
    root,
    entry,
    groupsOf: ({ name }) => (name === null ? [] : [NAMED, groupOfName(name)]),
    read: async (id) => {
      const properties = await read(id)
      return properties && entryOf(properties)
    },
    isLasting: () => true,
  })
}

/** Tells whether an entry is that of a storage as it is. */
export function isEntryOf(entry: StorageEntry, properties: StorageProperties): boolean {
  return entry.name === properties.name && entry.at === properties.createdAt
}

export function entryOf({ id, createdAt, name }: StorageProperties): StorageEntry {
  return { id, at: createdAt, name }
}

/**
 * Returns the properties of a storage; undefined if there is none.
 * @throws {DamagedError} if its file cannot be used
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
    throw new DamagedError(path, cause)
  }
}
