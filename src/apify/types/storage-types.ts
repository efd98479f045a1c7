import { z } from 'zod'

/** Storages as the API lists them; everything except IDs and keys may be missing. */
const text = z.string().nullish().catch(undefined)
const number = z.number().nullish().catch(undefined)

/** Sizes in bytes of datasets (`inflatedBytes` too) and key-value stores. */
const stats = z.object({ storageBytes: number, inflatedBytes: number }).nullish().catch(undefined)

export const apiStorage = z.object({
  id: z.string(),
  name: text,
  title: text,
  username: text,
  createdAt: text,
  modifiedAt: text,
  itemCount: number,
  actId: text,
  actRunId: text,
  stats,
})
export type ApiStorage = z.output<typeof apiStorage>

export const apiStorageList = z.object({ total: number, items: z.array(apiStorage) })

export const apiKeys = z.object({
  items: z.array(z.object({ key: z.string(), size: number })),
  isTruncated: z.boolean().nullish().catch(undefined),
  nextExclusiveStartKey: text,
})

/** The kinds of storages, as in the API's paths, in the singular. */
export type StorageType = 'dataset' | 'key-value-store'

/** The query of a list of storages, newest first. */
export interface StorageQuery {
  /** Whether storages without a name are listed too. */
  unnamed: boolean
  offset: number
  limit: number
}

export interface KeysQuery {
  prefix?: string | undefined
  exclusiveStartKey?: string | undefined
  limit: number
}
