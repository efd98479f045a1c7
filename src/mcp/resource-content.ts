import type { OpenRecord } from '../apify/types/storage-types.ts'
import { readTextPart } from '../budget/text-page.ts'
import { countTokens, MAX_CHARS_PER_TOKEN } from '../budget/token-cost.ts'
import { truncateText } from '../budget/truncate-text.ts'
import type { Redactor } from '../exit/redact.ts'
import { redactDocument } from '../exit/redact-message.ts'
import { ToolError } from '../shared/errors.ts'
import { readBytes } from '../shared/read-bytes.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'

/** The content of a resource. */
export type Content = { mimeType: string; text: string } | { mimeType: string; blob: string }

/**
 * The maximum size of a binary record that is read, in bytes. A blob cannot be truncated to the budget
 * of a result.
 */
const MAX_BLOB_BYTES = 1024 * 1024

/**
 * Reads a text, as much of it as fits.
 * @param how tells the agent how to read the rest
 */
export async function readText(
  record: OpenRecord,
  how: string,
  { settings: { maxResultTokens: maxTokens }, redactor }: CallEnvironment,
): Promise<Content> {
  const part = await readTextPart(record.text(), maxTokens * MAX_CHARS_PER_TOKEN)
  const text = redactDocument(part.text, redactor)
  const mark = `… [truncated: ${how}]`
  const page = truncateText(text, maxTokens - 4)
  if (page.rest === 0) return { mimeType: record.mimeType, text }
  // Truncated JSON is not JSON.
  return {
    mimeType: 'text/plain',
    text: truncateText(text, maxTokens - 4 - countTokens(mark)).text + mark,
  }
}

/** @throws {ToolError} if the binary record is too large */
export async function readBlob(
  { size, chunks, mimeType }: OpenRecord,
  redactor: Redactor,
): Promise<Content> {
  if ((size ?? 0) <= MAX_BLOB_BYTES) {
    const { bytes, whole } = await readBytes(chunks, MAX_BLOB_BYTES)
    if (whole) return { mimeType, blob: redactor.mask(bytes).toString('base64') }
  }
  throw new ToolError(
    `The record is larger than 1 MiB (${mimeType}).`,
    'Write it to a file with `export_items`, if the server has --download-dir.',
  )
}
