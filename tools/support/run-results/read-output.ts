import type { Apify } from '../../../src/apify/types/apify.ts'
import type { Run } from '../../../src/apify/types/run-types.ts'
import type { OpenRecord, StorageRef } from '../../../src/apify/types/storage-types.ts'
import { readTextPart } from '../../../src/budget/text-page.ts'

/** A larger record OUTPUT is not read, in characters. */
const MAX_OUTPUT_CHARS = 2_000_000

/**
 * Reads record OUTPUT of a store.
 * @returns the JSON value or the text, a placeholder if it is large or binary, or undefined if there
 *   is none, as with most Actors
 */
export function readOutput(apify: Apify, store: StorageRef): Promise<unknown> {
  return apify.findRecord(store, 'OUTPUT', readValue)
}

/** Returns the store of a run, which an old server may not have named. */
export function storeOf({ storeId, runId }: Pick<Run, 'storeId' | 'runId'>): StorageRef {
  return storeId === undefined ? { runId } : { id: storeId }
}

async function readValue(record: OpenRecord): Promise<unknown> {
  if (record.kind === 'image' || record.kind === 'binary')
    return `[${record.contentType}: see get_record]`
  const { text, reachedEnd } = await readTextPart(record.text(), MAX_OUTPUT_CHARS)
  if (!reachedEnd) return '[large: see get_record]'
  return recordValue(record, text)
}

/** Returns the value of a JSON record, or the text of any other. */
export async function recordValue(record: OpenRecord, text: string): Promise<unknown> {
  return record.kind === 'json' ? parseOrText(record, text) : text
}

/** Some records are marked as JSON but are not valid JSON. */
async function parseOrText(record: OpenRecord, text: string): Promise<unknown> {
  const found = await record.readJson(piecesOf(text))
  return found.kind === 'whole' || found.kind === 'part' ? found.value : text
}

async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
