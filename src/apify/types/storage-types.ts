import { z } from 'zod'

/** Storages as the API lists them; but for ids and keys everything may be missing. */
const text = z.string().nullish().catch(undefined)
const number = z.number().nullish().catch(undefined)

/** Bytes as datasets (`inflatedBytes` too) and key-value stores count them. */
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

/** The kinds of storages, as paths of the API name them in the singular. */
export type StorageType = 'dataset' | 'key-value-store'

/** Query of a list of storages, newest first. */
export interface StorageQuery {
  /** Whether those without a name are listed too. */
  unnamed: boolean
  offset: number
  limit: number
}

export interface KeysQuery {
  prefix?: string | undefined
  exclusiveStartKey?: string | undefined
  limit: number
}
