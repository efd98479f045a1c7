import type { Apify } from '../../../src/apify/types/apify.ts'

/** The most keys that one request lists. */
const MAX_KEYS = 1000

/** Counts the records of a store with one request, up to a page of keys; nothing if they cannot be listed. */
export async function countRecords(
  apify: Pick<Apify, 'listKeys'>,
  id: string,
): Promise<{ recordCount?: number; note?: string }> {
  const page = await apify.listKeys({ id }, { limit: MAX_KEYS }).catch(() => undefined)
  if (!page) return {}
  const recordCount = page.items.length
  if (!page.isTruncated) return { recordCount }
  return { recordCount, note: 'It had more records than were counted.' }
}
