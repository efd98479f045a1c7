import type { Apify } from '../../../src/apify/types/apify.ts'
import type { ApiListedStorage, StorageType } from '../../../src/apify/types/storage-types.ts'

/** Requests that one page makes for unnamed storages; each may return named ones only. */
const MAX_REQUESTS = 5
/** Most storages that one request of the API returns. */
const PAGE_SIZE = 1000

type StorageLists = Pick<Apify, 'listStorages'>

/** The arguments that read the list from some point on: named storages come first. */
export interface ListPosition {
  offset: number
  unnamed: boolean
}

interface ListedStorage {
  storage: ApiListedStorage
  /** The position after this storage. */
  next: ListPosition | undefined
}

interface StoragePage {
  rows: ListedStorage[]
  /** The position after the page, or undefined on the last page. */
  next: ListPosition | undefined
}

/** Reads one page of the storages of an account, newest first: named ones, then unnamed ones. */
export async function listStorages(
  apify: StorageLists,
  type: StorageType,
  { limit, offset, unnamed }: ListPosition & { limit: number },
): Promise<StoragePage> {
  if (unnamed) return readUnnamed(apify, type, { limit, offset })
  const named = await readNamed(apify, type, { limit, offset })
  const remaining = limit - named.rows.length
  if (remaining === 0) return named
  const rest = await readUnnamed(apify, type, { limit: remaining, offset: 0 })
  return { rows: [...named.rows, ...rest.rows], next: rest.next }
}

/** Returns the position after the first `count` rows of a page. */
export function positionAfter({ rows, next }: StoragePage, count: number): StoragePage['next'] {
  return count < rows.length ? (rows[count - 1]?.next ?? next) : next
}

interface Range {
  limit: number
  offset: number
}

async function readNamed(
  apify: StorageLists,
  type: StorageType,
  { limit, offset }: Range,
): Promise<StoragePage> {
  const { items } = await apify.listStorages(type, { unnamed: false, offset, limit })
  // A page that is not full is the last one; the unnamed storages follow it.
  const next =
    items.length < limit
      ? { offset: 0, unnamed: true }
      : { offset: offset + items.length, unnamed: false }
  const rows = items.map((storage, i) => ({
    storage,
    next: i === items.length - 1 ? next : { offset: offset + i + 1, unnamed: false },
  }))
  return { rows, next }
}

/** Reads the list of all storages and drops the named ones, which its offsets count too. */
async function readUnnamed(
  apify: StorageLists,
  type: StorageType,
  { limit, offset }: Range,
): Promise<StoragePage> {
  const rows: ListedStorage[] = []
  let position = offset
  for (let requests = 0; requests < MAX_REQUESTS; requests++) {
    const { items } = await apify.listStorages(type, {
      unnamed: true,
      offset: position,
      limit: PAGE_SIZE,
    })
    for (const storage of items) {
      position++
      if (storage.name) continue
      if (rows.length === limit) return { rows, next: rows.at(-1)?.next }
      rows.push({ storage, next: { offset: position, unnamed: true } })
    }
    if (items.length < PAGE_SIZE) return { rows, next: undefined }
  }
  return { rows, next: { offset: position, unnamed: true } }
}
