import { z } from 'zod'
import type { OpenRecord, StorageRef } from '../../src/apify/types/run-types.ts'
import { fitRows, fits } from '../../src/budget/fit-rows.ts'
import { readBytes, type TextPart, textPage } from '../../src/budget/text-page.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { type Context, defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, ownerRunId, recordKey, storageRef, storeId } from '../support/arguments.ts'
import { valueAt } from '../support/text/json-path.ts'

/** Images up to this size become an image block, in bytes. */
const MAX_IMAGE_BYTES = 256 * 1024
/** Bytes of other binary data that are shown, enough to tell its kind. */
const FIRST_BYTES = 16
/** JSON up to this size is parsed, in characters; records of Apify stores are rarely larger. */
const MAX_JSON_CHARS = 64_000_000

const output = z.object({
  contentType: z.string(),
  size: z.number().optional(),
  value: z.unknown().optional(),
  text: z.string().optional(),
  next: z.object({ offset: z.number() }).optional(),
  note,
})

type Result = z.input<typeof output>

export default defineTool({
  name: 'get_record',
  title: 'Get record',
  description:
    "Reads one record of a key-value store, or of a run's default store (INPUT, OUTPUT, screenshots): JSON as `value`, text in pages, small images as images. For rows use `list_dataset_items`.",
  toolset: 'storage',
  annotations: READ,
  input: z.strictObject({
    storeId: storeId.optional(),
    runId: ownerRunId.optional(),
    recordKey,
    path: z.string().describe('Part of a JSON record, such as `pages[0].title`').optional(),
    offset: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .describe('Characters of text to skip; take it from `next`')
      .optional(),
  }),
  output,
  async handler({ storeId, runId, recordKey, path, offset }, context) {
    const ref = storageRef('storeId', storeId, runId)
    return context.apify.readRecord(ref, recordKey, async (record) => {
      const type = record.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
      const isJson = type === 'application/json' || type.endsWith('+json')
      if (path !== undefined && !isJson) {
        throw new ToolError(
          `\`path\` reads JSON, but this record is ${type}.`,
          'Call again without `path`.',
        )
      }
      if (isJson && (offset === undefined || path !== undefined))
        return showJson(record, path, offset ?? 0, context)
      if (isJson || isText(type)) return showText(record, offset ?? 0, context)
      return showBinary(record, type, { ref, recordKey }, context)
    })
  },
})

function isText(type: string): boolean {
  return (
    type.startsWith('text/') ||
    /[/+](?:xml|yaml|javascript|x-www-form-urlencoded|x-ndjson|jsonl|sql)$/.test(type)
  )
}

async function showJson(
  record: OpenRecord,
  path: string | undefined,
  offset: number,
  { settings }: Context,
): Promise<Result> {
  let text = ''
  for await (const piece of record.text()) {
    text += piece
    if (text.length > MAX_JSON_CHARS) {
      throw new ToolError(
        'The JSON record is longer than 64 million characters.',
        'Read it as text with `offset: 0`.',
      )
    }
  }
  const head = { contentType: record.contentType, size: record.size ?? Buffer.byteLength(text) }
  let value: unknown
  try {
    value = record.parse(text)
  } catch {
    const note = 'The record is marked as JSON but is not valid JSON, so it is shown as text.'
    const whole = { text, from: 0, reachedEnd: true }
    return { ...page(whole, offset, { ...head, note }, settings.maxResultTokens) }
  }
  const chosen = path === undefined ? value : valueAt(value, path)
  if (typeof chosen === 'string' && path !== undefined) {
    return page({ text: chosen, from: 0, reachedEnd: true }, offset, head, settings.maxResultTokens)
  }
  const whole = { ...head, value: chosen }
  if (fits(whole, settings.maxResultTokens)) return whole
  const [shown] = fitRows([chosen], settings.maxResultTokens - 120).rows
  if (shown === chosen) return whole
  return {
    ...head,
    value: shown,
    note: 'The value is truncated to fit. Choose a part with `path`, or read all of it as text with `offset: 0`.',
  }
}

/** A page of a text record; reading stops when the page is full. */
async function showText(
  record: OpenRecord,
  offset: number,
  { settings }: Context,
): Promise<Result> {
  const wanted = settings.maxResultTokens * 16
  let text = ''
  let skipped = 0
  let reachedEnd = true
  for await (const piece of record.text()) {
    text += piece
    const before = Math.min(text.length, offset - skipped)
    text = text.slice(before)
    skipped += before
    if (text.length > wanted) {
      reachedEnd = false
      break
    }
  }
  const head = { contentType: record.contentType, size: record.size }
  return page({ text, from: skipped, reachedEnd }, offset, head, settings.maxResultTokens)
}

type Head = { contentType: string; size?: number | undefined; note?: string }

function page(part: TextPart, offset: number, head: Head, maxTokens: number): Result {
  const { text, after } = textPage(part, offset, head, maxTokens)
  return { ...head, text, next: after === undefined ? undefined : { offset: after } }
}

async function showBinary(
  record: OpenRecord,
  type: string,
  { ref, recordKey }: { ref: StorageRef; recordKey: string },
  { attach }: Context,
): Promise<Result> {
  const isImage = /^image\/(?:png|jpeg|gif|webp)$/.test(type)
  const isSmall = (record.size ?? 0) <= MAX_IMAGE_BYTES
  const bound = isImage && isSmall ? MAX_IMAGE_BYTES : FIRST_BYTES
  const { bytes, whole } = await readBytes(record.chunks, bound)
  const head = {
    contentType: record.contentType,
    size: record.size ?? (whole ? bytes.length : undefined),
  }
  if (whole && bytes.length === 0) return { ...head, note: 'The record is empty.' }
  if (whole && isImage) {
    attach({ type: 'image', data: bytes.toString('base64'), mimeType: type })
    return { ...head, note: 'The image is attached.' }
  }
  const store = 'id' in ref ? `store/${ref.id}` : `run/${ref.runId}`
  attach({
    type: 'resource_link',
    uri: `apify://${store}/${encodeURIComponent(recordKey)}`,
    name: recordKey,
    mimeType: type,
    ...(head.size !== undefined && { size: head.size }),
  })
  return {
    ...head,
    note: `Binary data is not shown as text; it starts with the bytes ${bytes.subarray(0, FIRST_BYTES).toString('hex')}.`,
  }
}
