import type { Apify } from '../../src/apify/types/apify.ts'
import type { ItemsPage, ItemsQuery, StorageRef } from '../../src/apify/types/storage-types.ts'
import { isUtf8Text, kindByType, storedType } from '../../src/shared/media-type.ts'

interface DatasetOptions {
  /** Whether the server says how many items the dataset holds. */
  counted?: boolean
}

/** A dataset as `readItems` reads it: as jsonl, by `offset`, `limit`, `desc`, `fields` and `unwind`. */
export function fakeDataset(items: readonly object[], { counted = true }: DatasetOptions = {}) {
  return {
    readItems<T>(_ref: StorageRef, query: ItemsQuery, read: (page: ItemsPage) => Promise<T>) {
      const rows = rowsOf(items, query).map((row) => ({ row, line: `${JSON.stringify(row)}\n` }))
      return read({
        ...(counted && { total: items.length }),
        rows: stream(rows.map(({ row, line }) => ({ row, bytes: Buffer.byteLength(line) }))),
        chunks: stream(rows.map(({ line }) => Buffer.from(line))),
      })
    },
  } satisfies Partial<Apify>
}

function rowsOf(items: readonly object[], { offset = 0, limit, desc, ...query }: ItemsQuery) {
  const ordered = desc ? items.toReversed() : items
  const page = ordered.slice(offset, limit === undefined ? undefined : offset + limit)
  return page.flatMap((item) => unwound(item, query.unwind?.[0])).map((row) => chosen(row, query))
}

function unwound(item: object, field: string | undefined): object[] {
  if (field === undefined) return [item]
  const entries: unknown = Object.entries(item).find(([name]) => name === field)?.[1]
  return Array.isArray(entries) ? entries : []
}

/** A name with dots chooses a field of that name, or the field that its path begins with. */
function chosen(row: object, { fields }: ItemsQuery): object {
  if (!fields?.length) return row
  const names = fields.flatMap((field) => [field, field.split('.')[0]])
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))
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
      text: () => stream(chunks.map((chunk) => chunk.toString('latin1'))),
      parse: JSON.parse,
    })
  return { readRecord }
}

/** The values as a stream gives them, one after another. */
export async function* stream<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values
}
