import type { OpenRecord } from '../../../src/apify/types/storage-types.ts'
import { fitRows } from '../../../src/budget/fit-rows.ts'
import { isPruned } from '../../../src/budget/pruned.ts'
import { readTextPart, type TextPart } from '../../../src/budget/text-page.ts'
import { fits, MAX_CHARS_PER_TOKEN } from '../../../src/budget/token-cost.ts'
import { missingStep, pathSteps, valueAt } from '../text/json-path.ts'
import { CountedBytes } from './counted-bytes.ts'
import { type RecordPage, recordPage } from './text-record.ts'

/** Tokens that the other keys of the result take. */
const FRAME_TOKENS = 120

interface Place {
  path: string | undefined
  offset: number
}

type JsonPage = RecordPage & { value?: unknown }

/**
 * Reads a JSON record as a value, or the part of it at `path`. A text at `path` comes in pages. Of a
 * large record no more is read than leads to the value, and no more is kept than a result can show.
 * @returns undefined if the record is not JSON, though it is marked as such
 * @throws {ToolError} if the record has nothing at `path`, or takes too much memory or time
 */
export async function readJsonRecord(
  record: OpenRecord,
  { path, offset }: Place,
  maxTokens: number,
): Promise<JsonPage | undefined> {
  const maxChars = maxTokens * MAX_CHARS_PER_TOKEN
  const body = new CountedBytes(record.utf8())
  const { size } = record
  const readText = (parts: AsyncIterable<string>) => readTextPart(parts, maxChars, offset)
  const found = await record.readJson(
    body,
    path === undefined ? { size } : { steps: pathSteps(path), form: 'texts', readText, size },
  )
  const head = { contentType: record.contentType, size: size ?? body.size }
  const textAt = (part: TextPart) => recordPage(part, offset, head, maxTokens)
  if (found.kind === 'missing') throw missingStep(found.missing)
  if (found.kind === 'text') return textAt(found.text)
  if (found.kind === 'not JSON') return undefined
  const isAll = found.kind === 'part' || path === undefined
  const value = isAll ? found.value : valueAt(found.value, path)
  if (typeof value === 'string' && path !== undefined)
    return textAt({ text: value, from: 0, reachedEnd: true })
  return { ...head, ...fittedValue(value, head, maxTokens) }
}

function fittedValue(value: unknown, head: object, maxTokens: number) {
  if (!isPruned(value) && fits({ ...head, value }, maxTokens)) return { value }
  const [fitted] = fitRows([value], maxTokens - FRAME_TOKENS).rows
  if (fitted === value) return { value }
  const note =
    'The value is truncated to fit. Choose a part with `path`, or read all of it as text with `offset: 0`.'
  return { value: fitted, note }
}
