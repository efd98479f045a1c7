import type { ApiKeys, KeysQuery, ListedKey, ListedKeys } from '../types/storage-types.ts'

/** The most keys that the API lists at once. */
const MAX_KEYS = 1000

type Fetch = (query: KeysQuery) => Promise<ApiKeys>

/**
 * Lists keys without secrets. A key that holds one is listed as it is shown, or not at all, so that neither
 * `prefix` nor `exclusiveStartKey` tells anything about the letters of a secret. A page ends with a key
 * that the next page can begin after.
 * @param fetch returns keys as they are stored
 */
export async function listKeysRedacted(
  query: KeysQuery,
  fetch: Fetch,
  redact: (text: string) => string,
): Promise<ListedKeys> {
  const first = await fetch(query)
  if (first.items.every(({ key }) => !key || redact(key) === key)) return first
  const found: ListedKey[] = []
  let page = first
  let start = query.exclusiveStartKey
  for (;;) {
    found.push(...page.items.flatMap((item) => shownKey(item, query, redact)))
    const after = startOfNext(page)
    const goesOn = after !== undefined && after !== start
    const isFull = found.length >= query.limit && found.some(({ isRedacted }) => !isRedacted)
    if (isFull || !goesOn) return pageOf(found, query.limit, goesOn)
    start = after
    page = await fetch({ ...query, limit: MAX_KEYS, exclusiveStartKey: after })
  }
}

/** Returns the stored key after which the list goes on; undefined at its end. */
function startOfNext({ items, isTruncated, nextExclusiveStartKey }: ApiKeys): string | undefined {
  if (isTruncated === false) return undefined
  return nextExclusiveStartKey || items.findLast(({ key }) => key)?.key || undefined
}

/** Returns what is listed of a key: itself, its text without secrets, or nothing. */
function shownKey(
  item: ApiKeys['items'][number],
  { prefix = '', exclusiveStartKey: after = '' }: KeysQuery,
  redact: (text: string) => string,
): ListedKey[] {
  const key = item.key ?? ''
  const shown = redact(key)
  if (shown === key) return [item]
  // Only what stands before the secret may decide. A start inside of it would compare its letters.
  const visible = commonStart(key, shown)
  const isStartInside = after.length > visible.length && after.startsWith(visible)
  if (isStartInside || !shown.startsWith(prefix)) return []
  return [{ ...item, key: shown, isRedacted: true }]
}

function commonStart(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return a.slice(0, length)
}

function pageOf(found: readonly ListedKey[], limit: number, goesOn: boolean): ListedKeys {
  if (found.length <= limit && !goesOn) return { items: [...found], isTruncated: false }
  const last = found.findLastIndex(({ isRedacted }, i) => !isRedacted && i < limit)
  const next = found.find(({ isRedacted }) => !isRedacted)
  // So many redacted keys come first that one of the others would not be on the page.
  const items = last >= 0 ? found.slice(0, last + 1) : next ? [next] : found.slice(0, limit)
  const isTruncated = next !== undefined
  return { items, isTruncated, nextExclusiveStartKey: isTruncated ? items.at(-1)?.key : null }
}
