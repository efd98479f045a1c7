import { z } from 'zod'
import type { Found, JsonReader, Wanted } from '../../untrusted/json-reader.ts'
import {
  amount,
  count,
  entries,
  entriesByName,
  flag,
  part,
  reference,
  requiredId,
  text,
  time,
} from './lenient.ts'

/** Storages as the API lists them; everything except IDs and keys may be missing. */
const storageFields = {
  name: text,
  title: text,
  username: text,
  createdAt: time,
  modifiedAt: time,
  itemCount: count,
  actId: reference,
  actRunId: reference,
  /** Sizes in bytes of datasets (`inflatedBytes` too) and key-value stores. */
  stats: part({ storageBytes: amount, inflatedBytes: amount }),
}

/** What any storage is called and how much it holds. */
export const apiAnyStorage = z.object({
  id: requiredId,
  name: text,
  itemCount: count,
  totalRequestCount: count,
  stats: part({ storageBytes: amount, inflatedBytes: amount }),
})
export type ApiAnyStorage = z.output<typeof apiAnyStorage>

const apiView = z.object({ transformation: part({ unwind: z.unknown().optional() }) })

export const apiStorage = z.object({
  id: requiredId,
  ...storageFields,
  /** Of a dataset: what its views do to the items. */
  schema: part({ views: entriesByName(apiView) }),
})
export type ApiStorage = z.output<typeof apiStorage>

/** A storage of a list. An entry of another form has no ID. */
const apiListedStorage = z.object({ id: text, ...storageFields })
export type ApiListedStorage = z.output<typeof apiListedStorage>

export const apiStorageList = z.object({ total: count, items: entries(apiListedStorage) })

export const apiDataset = z.object({ id: requiredId, itemCount: count, name: text })

export const apiKeys = z.object({
  /** An entry of another form has no key. */
  items: entries(z.object({ key: text, size: amount })),
  isTruncated: flag,
  nextExclusiveStartKey: text,
})
export type ApiKeys = z.output<typeof apiKeys>

/** A key of a list. A redacted one cannot be named in a request. */
export type ListedKey = ApiKeys['items'][number] & { isRedacted?: boolean }
export type ListedKeys = Omit<ApiKeys, 'items'> & { items: ListedKey[] }

/** The kinds of storages, as in the API's paths, in the singular. */
export type StorageType = 'dataset' | 'key-value-store'

/** All kinds of storages, as in the API's paths, in the singular. */
export type AnyStorageType = StorageType | 'request-queue'

/** One dataset, key-value store or request queue: by its own ID, or as the default storage of a run. */
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
  /** Rows to leave out and to send, counted after unwinding. Only the local platform knows these. */
  skipRows?: number | undefined
  maxRows?: number | undefined
  /** How many rows at the start are only counted: they are undefined, as their lines are not parsed. */
  unparsed?: number | undefined
}

/** An open page of items; `total` is the number of stored items, if the response has it. */
export interface ItemsPage {
  total?: number
  /** How many rows the server left out, as `skipRows` asked. */
  skipped?: number
  /** The items of a `jsonl` response without secrets, with the stored size of each in bytes. */
  rows: AsyncIterable<{ row: unknown; bytes: number }>
  /**
   * Reads a value of one row of a `jsonl` response, without secrets, in place of `rows`.
   * @param skip how many rows come before
   * @returns undefined if there are fewer rows
   */
  readRow<T>(skip: number, wanted: Wanted<T>): Promise<Found<T> | undefined>
  /** The body of any other response as the API sends it, for files of the operator. */
  chunks: AsyncIterable<Buffer>
  /** Yields the body of a text format without secrets. */
  text(): AsyncIterable<Buffer>
  /** Returns a file with `*` in the place of secrets, of the same length. */
  mask(bytes: Buffer): Buffer
}

/** An open record. `size` is in bytes, from the headers of the response. */
export interface OpenRecord {
  /** As the record was stored, without secrets. */
  contentType: string
  /** The type for clients of MCP, without parameters: `image/jpeg` for `image/jpg`. */
  mimeType: string
  /** What the record is, by its type, or by its first bytes if the type does not say. */
  kind: 'json' | 'text' | 'image' | 'binary'
  size?: number
  /** The body as it is stored, for files of the operator. */
  chunks: AsyncIterable<Buffer>
  /** Returns bytes of the body with `*` in the place of secrets, of the same length. */
  mask(bytes: Buffer): Buffer
  /**
   * Yields the body as text, decoded by its charset, without secrets. JSON escapes what it has to, so that
   * a text has one spelling. Offsets count in this text.
   */
  text(): AsyncIterable<string>
  /** Yields the body in UTF-8 with whatever secrets it has, for `readJson`. */
  utf8(): AsyncIterable<Buffer>
  /** Reads JSON, or a part of it, without secrets; integers beyond 2^53 become strings. */
  readJson: JsonReader['read']
}

/** An open answer of any address of the API. */
export interface OpenAnswer extends OpenRecord {
  /** Whether it is what users stored, in which every field is theirs. */
  isData: boolean
  /** The offset that was asked for. */
  offset: number
}
