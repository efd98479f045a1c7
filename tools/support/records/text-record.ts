import type { OpenRecord } from '../../../src/apify/types/storage-types.ts'
import { readTextPart, type TextPart, textPage } from '../../../src/budget/text-page.ts'
import { MAX_CHARS_PER_TOKEN } from '../../../src/budget/token-cost.ts'

interface RecordHead {
  contentType: string
  /** Bytes of the whole record, if known. */
  size?: number | undefined
  note?: string
}

export interface RecordPage extends RecordHead {
  text?: string
  next?: { offset: number } | undefined
}

/**
 * Reads one page of a text record from character `offset`, and no further.
 * @param note what the result says besides
 */
export async function readTextRecord(
  record: OpenRecord,
  offset: number,
  maxTokens: number,
  note?: string,
): Promise<RecordPage> {
  const part = await readTextPart(record.text(), maxTokens * MAX_CHARS_PER_TOKEN, offset)
  const head = { contentType: record.contentType, size: record.size, ...(note && { note }) }
  return recordPage(part, offset, head, maxTokens)
}

/** Returns the page of a text that begins at character `offset`, as long as the budget allows. */
export function recordPage(
  part: TextPart,
  offset: number,
  head: RecordHead,
  maxTokens: number,
): RecordPage {
  const { text, after } = textPage(part, offset, head, maxTokens)
  return { ...head, text, next: after === undefined ? undefined : { offset: after } }
}
