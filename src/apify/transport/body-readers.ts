import { StringDecoder } from 'node:string_decoder'
import { TextDecoder } from 'node:util'
import type { Redactor } from '../../exit/redact.ts'
import { parseJson } from '../../shared/json.ts'
import { charsetOf, decoderFor } from '../../shared/media-type.ts'
import { peekBytes } from '../../shared/peek-bytes.ts'
import { readBytes } from '../../shared/read-bytes.ts'
import { ApiFailure } from './api-failure.ts'
import { foreignAnswer, foreignFailure } from './foreign-answer.ts'

/**
 * The longest response, or line of one, that is read: many times the longest that Apify sends.
 * Otherwise a few kilobytes of gzip could expand until no memory is left.
 */
const MAX_HELD_BYTES = 64 * 1024 * 1024

/** Yields the lines of a body as they arrive, without their line ends; empty lines are skipped. */
async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let held = 0
  for await (const chunk of body) {
    const pieces = decoder.write(chunk).split('\n')
    for (let i = 0; i < pieces.length - 1; i++) {
      parts.push(pieces[i] ?? '')
      const line = parts.join('').replace(/\r$/, '')
      parts = []
      held = 0
      if (line !== '') yield line
    }
    const open = pieces.at(-1) ?? ''
    parts.push(open)
    held += open.length
    if (held > MAX_HELD_BYTES) throw tooLarge()
  }
  const last = parts.join('') + decoder.end()
  if (last !== '') yield last
}

/**
 * Yields the items of a `jsonl` body.
 * @param redactor removes secrets; without one the items are as they are stored
 * @param unparsed how many at the start are undefined, as their lines are only counted
 * @throws {ApiFailure} if a line is not JSON, as after a broken connection
 */
export async function* readJsonl(
  body: AsyncIterable<Buffer>,
  { redactor, unparsed = 0 }: { redactor?: Redactor; unparsed?: number | undefined } = {},
): AsyncGenerator<{ row: unknown; bytes: number }> {
  let left = unparsed
  for await (const line of readLines(body)) {
    const row = left > 0 ? undefined : parseJsonOrFail(line, redactor)
    left -= 1
    yield { row, bytes: Buffer.byteLength(line) + 1 }
  }
}

/** The longest byte order mark. */
const BOM_BYTES = 3

/**
 * Yields the text of a body, decoded by its byte order mark, or by the charset of its content type;
 * as UTF-8 if that is missing or unknown.
 */
export async function* decodeText(
  body: AsyncIterable<Buffer>,
  contentType: string,
): AsyncGenerator<string> {
  const { first, body: chunks } = await peekBytes(body, BOM_BYTES)
  const charset = markedCharset(first) ?? charsetOf(contentType) ?? 'utf-8'
  const decoder = decoderFor(charset) ?? new TextDecoder()
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Returns the charset of a byte order mark, which goes before any header (WHATWG Encoding, "decode"). */
function markedCharset(bytes: Buffer): string | undefined {
  const hex = bytes.toString('hex', 0, BOM_BYTES)
  if (hex === 'efbbbf') return 'utf-8'
  if (hex.startsWith('feff')) return 'utf-16be'
  return hex.startsWith('fffe') ? 'utf-16le' : undefined
}

/**
 * Reads a body as JSON, without secrets.
 * @param keepsSecrets whether the value is as it was sent; an error never holds secrets
 * @throws {ApiFailure} if it is not JSON or too large
 */
export async function readJson(
  body: AsyncIterable<Buffer>,
  redactor: Redactor,
  keepsSecrets = false,
): Promise<unknown> {
  return parseJsonOrFail(await readText(body), redactor, keepsSecrets)
}

/**
 * Reads a body as text.
 * @throws {ApiFailure} if it is too large to be a response of the API
 */
export async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const { bytes, whole } = await readBytes(body, MAX_HELD_BYTES)
  if (!whole) throw tooLarge()
  return bytes.toString('utf8')
}

/** Returns a `lost` error, since a write may have been carried out; the status 200 prevents retries. */
function tooLarge(): ApiFailure {
  return new ApiFailure(
    'Apify sent a response or a row of more than 64 MiB, which the server does not read.',
    'Check APIFY_API_BASE_URL. For a dataset, select some `fields`, or skip the row with `offset`.',
    'lost',
    200,
  )
}

/**
 * Parses JSON.
 * @param redactor removes secrets from the value, and from the error
 * @param keepsSecrets whether only the error is redacted
 * @throws {ApiFailure} if the text is not JSON
 */
export function parseJsonOrFail(text: string, redactor?: Redactor, keepsSecrets = false): unknown {
  try {
    // Some gateways put a byte order mark before the text.
    const value = parseJson(text.startsWith('\ufeff') ? text.slice(1) : text)
    return !keepsSecrets && redactor?.suspects(text) ? redactor.value(value) : value
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    const foreign = foreignAnswer(redactor ? redactor.text(text) : text)
    if (foreign) throw foreignFailure(foreign)
    throw new ApiFailure(
      `Apify sent ${text.trim() === '' ? 'an empty response' : 'a response'} that is not JSON.`,
      'Call again in a moment. If it happens again, check APIFY_API_BASE_URL and HTTPS_PROXY.',
      'lost',
      undefined,
      undefined,
      { cause },
    )
  }
}
