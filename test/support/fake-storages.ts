import type { Apify } from '../../src/apify/types/apify.ts'
import {
  apiStorage,
  type ItemsPage,
  type ItemsQuery,
  type StorageRef,
} from '../../src/apify/types/storage-types.ts'
import { encode, formatNamed } from '../../src/local/formats/index.ts'
import { transform } from '../../src/local/storage/dataset/transforms.ts'
import { isUtf8Text, kindByType, storedType } from '../../src/shared/media-type.ts'
import { createJsonReader } from '../../src/untrusted/parse-json.ts'
import { REDACTOR } from './redactor.ts'

/** Reads JSON as a server does that has one tenant. */
export const TEST_JSON = createJsonReader({
  maxResultTokens: 8000,
  signal: new AbortController().signal,
  redactor: REDACTOR,
})

interface DatasetOptions {
  /** What the API says that the dataset holds; null if it says nothing. */
  total?: number | null
  /** Views of the dataset, by name. */
  views?: Record<string, View>
  /** Whether the API describes the views. */
  describesViews?: boolean
}

/** What a view does to the items, as the schema of a dataset says it. */
type View = Pick<ItemsQuery, 'fields' | 'unwind' | 'limit'>

/** A dataset as `readItems` reads it, in every format and with every filter. Counts the requests. */
export function fakeDataset(
  items: readonly object[],
  { total = items.length, views = {}, describesViews = true }: DatasetOptions = {},
) {
  const queries: ItemsQuery[] = []
  const described = Object.entries(views).map(([name, view]) => [name, { transformation: view }])
  return {
    queries,
    getDataset: async () =>
      apiStorage.parse({
        id: 'data1',
        schema: describesViews ? { views: Object.fromEntries(described) } : undefined,
      }),
    readItems<T>(_ref: StorageRef, query: ItemsQuery, read: (page: ItemsPage) => Promise<T>) {
      queries.push(query)
      const view = views[query.view ?? ''] ?? {}
      const rows = rowsOf(items, withView(query, view)).map((row) => ({
        row,
        line: JSON.stringify(row),
      }))
      const chunks = encoded(
        rows.map(({ line }) => line),
        query.format ?? 'json',
      )
      return read({
        ...(total !== null && { total }),
        readRow: (skip, wanted) => {
          const { line } = rows[skip] ?? {}
          return line === undefined
            ? Promise.resolve(undefined)
            : TEST_JSON.read(stream([Buffer.from(line)]), wanted)
        },
        rows: stream(rows.map(({ row, line }) => ({ row, bytes: Buffer.byteLength(line) + 1 }))),
        chunks,
        text: () => chunks,
        mask: REDACTOR.mask,
      })
    },
  }
}

/** A view applies to what the query leaves open. */
function withView(query: ItemsQuery, view: View): ItemsQuery {
  const given = Object.entries(query).filter(([, value]) => value?.length ?? value !== undefined)
  return { ...view, ...Object.fromEntries(given) }
}

/** The API filters what is between `offset` and `limit`, so a page may have fewer rows. */
function rowsOf(items: readonly object[], { offset = 0, limit, desc, ...query }: ItemsQuery) {
  const ordered = desc ? items.toReversed() : items
  const page = ordered.slice(offset, limit === undefined ? undefined : offset + limit)
  const { fields, omit, unwind, flatten, clean = false, skipHidden = clean } = query
  const flags = { names: [], skipHidden, skipEmpty: clean, skipFailed: false }
  const transforms = {
    fields: sent(fields),
    omit: sent(omit),
    unwind: sent(unwind),
    flatten: sent(flatten),
    ...flags,
  }
  return page.flatMap((item) => [...transform({ ...item }, transforms)].filter((one) => one))
}

/** Returns the names of a list as the API gets them, as one text. */
function sent(names: readonly string[] = []): string[] {
  return names.length > 0 ? names.join(',').split(',') : []
}

/** Yields rows, each as JSON, as the local platform writes them in a format. */
export async function* encoded(lines: string[], format: string): AsyncGenerator<Buffer> {
  const parts = await encode(
    formatNamed(format),
    { id: 'data1', label: 'data1', address: 'http://fake', texts: () => stream([lines]) },
    FORMAT_OPTIONS,
  )
  for await (const part of parts) yield Buffer.from(part)
}

const FORMAT_OPTIONS = {
  delimiter: ',',
  skipHeaderRow: false,
  bom: undefined,
  xmlRoot: 'items',
  xmlRow: 'item',
  feedTitle: undefined,
  feedDescription: undefined,
}

/** A record as `readRecord` reads it, its body in pieces of `pieceBytes`. */
export function fakeRecord(body: string | Buffer, contentType: string, pieceBytes = 1000) {
  const bytes = Buffer.from(body)
  const count = Math.ceil(bytes.length / pieceBytes)
  const chunks = Array.from({ length: count }, (_, i) =>
    bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  )
  const readRecord: Apify['readRecord'] = (_ref, _key, read) =>
    read({
      contentType,
      mimeType: storedType(contentType),
      kind: kindByType(contentType) ?? (isUtf8Text(bytes, true) ? 'text' : 'binary'),
      size: bytes.length,
      chunks: stream(chunks),
      mask: REDACTOR.mask,
      text: () => stream(chunks.map((chunk) => chunk.toString('latin1'))),
      utf8: () => stream(chunks),
      readJson: TEST_JSON.read,
    })
  return { readRecord }
}

/** The values as a stream gives them, one after another. */
export async function* stream<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values
}
