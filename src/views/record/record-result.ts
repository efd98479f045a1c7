import type { GetRecordResult } from '../shared/results.ts'
import { isRecord, listOf, numberOf, recordOf, textOf } from '../shared/values.ts'

/** Where a record is: a store, or the run whose default store it is in. */
export type RecordAddress = { recordKey: string } & ({ storeId: string } | { runId: string })

/** A part of a text that begins at some character of it. */
export interface TextPage {
  text: string
  /** The character at which the next page begins; undefined at the end. */
  next: number | undefined
}

/** An image, or whatever else has no text. */
export interface Bytes {
  mimeType: string
  base64: string
}

/** How a record is shown. */
export type RecordContent =
  | { kind: 'json'; value: unknown }
  | { kind: 'image'; image: Bytes }
  | { kind: 'text'; language: 'html' | 'svg' | 'plain'; page: TextPage }
  | { kind: 'binary'; uri: string | undefined }

const HTML_TYPES = ['text/html', 'application/xhtml+xml']
const SVG_TYPE = 'image/svg+xml'

export function isRecordResult(value: unknown): value is GetRecordResult {
  if (!isRecord(value) || typeof value.contentType !== 'string') return false
  const { text, note } = value
  return [text, note].every((one) => one === undefined || typeof one === 'string')
}

/** Returns where the record of a call is, as far as the arguments tell. */
export function recordAddress(args: Record<string, unknown>): RecordAddress | undefined {
  const recordKey = textOf(args.recordKey)
  const storeId = textOf(args.storeId)
  const runId = textOf(args.runId)
  if (recordKey === undefined) return undefined
  if (storeId !== undefined) return { recordKey, storeId }
  return runId === undefined ? undefined : { recordKey, runId }
}

/** Returns the MIME type of a record, without its parameters. */
export function mimeTypeOf({ contentType }: { contentType: string }): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

/** Returns the page of text in a result, or undefined if it has none. */
export function textPageOf({ text, next }: { text?: unknown; next?: unknown }) {
  if (typeof text !== 'string') return undefined
  return { text, next: numberOf(recordOf(next).offset) }
}

/**
 * Decides how a record is shown.
 * @param offset the character at which the text begins: a page or a picture is drawn from its beginning alone
 */
export function recordContent(
  result: GetRecordResult,
  attachments: readonly Record<string, unknown>[],
  offset = 0,
): RecordContent {
  const page = textPageOf(result)
  if (page) {
    const mimeType = mimeTypeOf(result)
    const isHtml = HTML_TYPES.includes(mimeType)
    const language = isHtml ? 'html' : mimeType === SVG_TYPE ? 'svg' : 'plain'
    return { kind: 'text', language: offset > 0 ? 'plain' : language, page }
  }
  if ('value' in result) return { kind: 'json', value: result.value }
  const image = imageIn(attachments)
  if (image) return { kind: 'image', image }
  const link = attachments.find(({ type }) => type === 'resource_link')
  return { kind: 'binary', uri: textOf(link?.uri) }
}

/** Returns the image that is attached to a result. */
export function imageIn(attachments: readonly Record<string, unknown>[]): Bytes | undefined {
  const block = attachments.find(({ type }) => type === 'image')
  const base64 = textOf(block?.data)
  const mimeType = textOf(block?.mimeType)
  return base64 && mimeType ? { base64, mimeType } : undefined
}

/** Returns the bytes in an answer to `resources/read`, or undefined if it holds none. */
export function bytesInResource(answer: Record<string, unknown>): Bytes | undefined {
  const content = recordOf(listOf(answer.contents)[0])
  const base64 = textOf(content.blob)
  const mimeType = textOf(content.mimeType) ?? 'application/octet-stream'
  return base64 === undefined ? undefined : { base64, mimeType }
}

/** Returns the address of an image as an `img` element takes it, or undefined if it is not one. */
export function imageAddress({ mimeType, base64 }: Bytes): string | undefined {
  if (!/^image\/[\w.+-]+$/i.test(mimeType) || !/^[\w+/=-]+$/.test(base64)) return undefined
  return `data:${mimeType};base64,${base64}`
}

/** Returns the address of an SVG as an `img` element takes it: there no script of it runs. */
export function svgAddress(text: string): string {
  // Half of a surrogate pair has no UTF-8.
  const encodable = text.replace(/\p{Surrogate}/gu, '\ufffd')
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(encodable)}`
}

/** Returns the name of a file for a record: the last part of its key, with an ending if it has none. */
export function fileName(key: string, ending: string): string {
  const name = key.split(/[\\/]/).at(-1) || 'record'
  return /\.\w{1,8}$/.test(name) ? name : `${name}.${ending}`
}
