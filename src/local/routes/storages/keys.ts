import type { Query } from '../../http/query.ts'
import { placeIn } from '../../sorted-list.ts'
import type { RecordProperties } from '../../storage/key-value-store/key-value-store.ts'

/** From the API's description of listing keys. */
const MAX_KEYS = 1000

/**
 * Returns one page of keys, in the API's shape.
 * @param records in the order of their keys
 * @param address the URL of the store, for the URLs of its records
 */
export function paginateKeys(records: readonly RecordProperties[], query: Query, address: string) {
  const after = query.text('exclusiveStartKey') ?? ''
  const prefix = query.text('prefix') ?? ''
  const limit = Math.min(query.integer('limit', 0) || MAX_KEYS, MAX_KEYS)
  // One more than the page says whether there is a next one.
  const first = placeIn(records, ({ key }) => key <= after || key < prefix)
  const found = records.slice(first, first + limit + 1)
  const matching = found.filter(({ key }) => key.startsWith(prefix))
  const items = matching.slice(0, limit).map(({ key, size }) => ({
    key,
    size,
    recordPublicUrl: `${address}/records/${encodeURIComponent(key)}`,
  }))
  const isTruncated = matching.length > limit
  return {
    items,
    count: items.length,
    limit,
    exclusiveStartKey: after || null,
    isTruncated,
    nextExclusiveStartKey: isTruncated ? (items.at(-1)?.key ?? null) : null,
  }
}
