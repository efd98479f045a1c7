import type { OpenRecord } from '../../../src/apify/types/storage-types.ts'
import { fitRows } from '../../../src/budget/fit-rows.ts'
import { readTextPart } from '../../../src/budget/text-page.ts'
import { fits } from '../../../src/budget/token-cost.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { valueAt } from '../text/json-path.ts'
import { type RecordPage, recordPage } from './text-record.ts'

/** Longer JSON is not parsed; records of Apify stores are rarely larger. Characters. */
const MAX_JSON_CHARS = 64_000_000
/** Tokens that the other keys of the result take. */
const FRAME_TOKENS = 120

/**
 * Reads a JSON record as a value, or the part of it at `path`. A text at `path` comes in pages.
 * @throws {ToolError} if the record is too long to parse, or has nothing at `path`
 */
export async function readJsonRecord(
  record: OpenRecord,
  { path, offset }: { path: string | undefined; offset: number },
  maxTokens: number,
): Promise<RecordPage & { value?: unknown }> {
  const whole = await readTextPart(record.text(), MAX_JSON_CHARS)
  if (!whole.reachedEnd) {
    throw new ToolError(
      'The JSON record is longer than 64 million characters.',
      'Read it as text with `offset: 0`.',
    )
  }
  const size = record.size ?? Buffer.byteLength(whole.text)
  const head = { contentType: record.contentType, size }
  const parsed = parse(record, whole.text)
  if (!parsed) {
    const note = 'The record is marked as JSON but is not valid JSON, so it is shown as text.'
    return recordPage(whole, offset, { ...head, note }, maxTokens)
  }
  const value = path === undefined ? parsed.value : valueAt(parsed.value, path)
  if (typeof value === 'string' && path !== undefined)
    return recordPage({ text: value, from: 0, reachedEnd: true }, offset, head, maxTokens)
  return { ...head, ...fittedValue(value, head, maxTokens) }
}

function parse(record: OpenRecord, text: string): { value: unknown } | undefined {
  try {
    return { value: record.parse(text) }
  } catch {
    return undefined
  }
}

function fittedValue(value: unknown, head: object, maxTokens: number) {
  if (fits({ ...head, value }, maxTokens)) return { value }
  const [fitted] = fitRows([value], maxTokens - FRAME_TOKENS).rows
  if (fitted === value) return { value }
  const note =
    'The value is truncated to fit. Choose a part with `path`, or read all of it as text with `offset: 0`.'
  return { value: fitted, note }
}
