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

export const apiDataset = z.object({ id: z.string(), itemCount: number, name: text })

export const apiKeys = z.object({
  items: z.array(z.object({ key: z.string(), size: number })),
  isTruncated: z.boolean().nullish().catch(undefined),
  nextExclusiveStartKey: text,
})

/** The kinds of storages, as in the API's paths, in the singular. */
export type StorageType = 'dataset' | 'key-value-store'

/** One dataset or key-value store: by its own ID, or as the default storage of a run. */
export type StorageRef = { id: string } | { runId: string }

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

/** The query of the items endpoint; lists are joined with commas for the API. */
export interface ItemsQuery {
  offset?: number | undefined
  limit?: number | undefined
  fields?: readonly string[] | undefined
  omit?: readonly string[] | undefined
  unwind?: readonly string[] | undefined
  flatten?: readonly string[] | undefined
  desc?: boolean | undefined
  skipHidden?: boolean | undefined
  clean?: boolean | undefined
  view?: string | undefined
  format?: string | undefined
}

/** An open page of items; `total` is the number of stored items, if the response has it. */
export interface ItemsPage {
  total?: number
  /** The items of a `jsonl` response, with the size of each in bytes. */
  rows: AsyncIterable<{ row: unknown; bytes: number }>
  /** The body of any other response. */
  chunks: AsyncIterable<Buffer>
}

/** An open record. `size` is in bytes, from the headers of the response. */
export interface OpenRecord {
  contentType: string
  size?: number
  chunks: AsyncIterable<Buffer>
  /** Yields the body as text, decoded by its charset. */
  text(): AsyncIterable<string>
  /**
   * Parses JSON; integers beyond 2^53 become strings.
   * @throws {SyntaxError} if the text is not JSON
   */
  parse(text: string): unknown
}
