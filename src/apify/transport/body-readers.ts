import type { Redactor } from '../../exit/redact.ts'
import { hasManyKeys, MANY_KEYS } from '../../shared/count-keys.ts'
import { hasMoreValues } from '../../shared/count-values.ts'
import { parseJson } from '../../shared/json.ts'
import { peekBytes } from '../../shared/peek-bytes.ts'
import { readBytes } from '../../shared/read-bytes.ts'
import type { Found, JsonReader, Wanted } from '../../untrusted/json-reader.ts'
import { turn } from '../../untrusted/turn.ts'
import { ApiFailure } from './api-failure.ts'
import { foreignAnswer, foreignFailure } from './foreign-answer.ts'
import { type Line, readLines } from './json-lines.ts'

/**
 * The largest response that is read, many times the largest that Apify sends. Otherwise a few kilobytes of
 * gzip could expand until no memory is left.
 */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024
/** Larger responses wait for memory. */
const MUCH_BYTES = 1024 * 1024
/** Longer ones are parsed one in each turn of the event loop, in characters. */
const MUCH_CHARS = 128 * 1024
/** The most values in a response: empty objects take ten times the memory of their text. */
const MAX_RESPONSE_VALUES = 500_000

/** A larger row, and what follows so many bytes of rows, waits for memory. */
const UNCOUNTED_BYTES = 128 * 1024

/** A row, with the size of its line in bytes. */
export interface Row {
  row: unknown
  bytes: number
}

/** How the rows of a body are read. */
interface RowReading {
  json: JsonReader
  redactor: Redactor
  unparsed?: number | undefined
}

/**
 * Yields the items of a `jsonl` body, without secrets. Of a large one only the beginning of its values is kept.
 * @param unparsed how many at the start are undefined, as their lines are only counted
 * @throws {ApiFailure} if a line is not JSON, as after a broken connection
 */
export async function* readJsonl(
  body: AsyncIterable<Buffer>,
  { json, redactor, unparsed = 0 }: RowReading,
): AsyncGenerator<Row> {
  let left = unparsed
  let bytes = 0
  let release = () => {}
  try {
    for await (const line of readLines(body)) {
      if (left-- > 0) {
        yield { row: undefined, bytes: await skippedBytes(line) }
        continue
      }
      const size = typeof line === 'string' ? Buffer.byteLength(line) + 1 : 0
      const small = typeof line === 'string' && size <= UNCOUNTED_BYTES && parseRow(line, redactor)
      if (small) yield { row: small.row, bytes: size }
      else {
        release()
        yield await readLargeRow(line, json)
      }
      const isMuch = bytes > UNCOUNTED_BYTES
      bytes += size
      if (!isMuch && bytes > UNCOUNTED_BYTES) release = await json.holdSome()
    }
  } finally {
    release()
  }
}

/** Returns the size of a line that is not parsed. */
async function skippedBytes(line: Line): Promise<number> {
  if (typeof line === 'string') return Buffer.byteLength(line) + 1
  await line.skip()
  return line.bytes + 1
}

/** Parses a row; returns undefined if it is nested too deep to be walked here. */
function parseRow(line: string, redactor: Redactor): { row: unknown } | undefined {
  try {
    return { row: parseJsonOrFail(line, redactor) }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

async function readLargeRow(line: Line, json: JsonReader): Promise<Row> {
  const found = await readLine(line, json)
  if (found.kind !== 'whole' && found.kind !== 'part') throw notJson('a row')
  return { row: found.value, bytes: await skippedBytes(line) }
}

/** Reads a value of a line of JSON. */
export function readLine<T = never>(
  line: Line,
  json: JsonReader,
  wanted?: Wanted<T>,
): Promise<Found<T>> {
  return json.read(encoded(typeof line === 'string' ? [unmarked(line)] : line.pieces()), wanted)
}

async function* encoded(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece)
}

function unmarked(line: string): string {
  return line.startsWith('\ufeff') ? line.slice(1) : line
}

interface JsonReading {
  redactor: Redactor
  /** Whether the value is as it was sent; an error never holds secrets. */
  keepsSecrets?: boolean
  /** Waits until there is memory for a large body; returns a function that gives it back. */
  holdMuch?: JsonReader['holdMuch'] | undefined
}

/**
 * Reads a body as JSON, without secrets.
 * @throws {ApiFailure} if it is not JSON or too large
 */
export async function readJson(
  chunks: AsyncIterable<Buffer>,
  { redactor, keepsSecrets = false, holdMuch }: JsonReading,
): Promise<unknown> {
  const { first, whole, body } = await peekBytes(chunks, MUCH_BYTES)
  const release = whole ? undefined : await holdMuch?.()
  try {
    const text = whole ? first.toString('utf8') : await readText(body)
    if (text.length > MUCH_CHARS) await turn()
    if (hasMoreValues(text, MAX_RESPONSE_VALUES)) throw tooLarge('more than 500,000 values')
    if (hasManyKeys(text)) throw tooLarge(MANY_KEYS)
    return parseJsonOrFail(text, redactor, keepsSecrets)
  } finally {
    release?.()
  }
}

/**
 * Reads a body as text.
 * @throws {ApiFailure} if it is too large to be a response of the API
 */
export async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const { bytes, whole } = await readBytes(body, MAX_RESPONSE_BYTES)
  if (!whole) throw tooLarge('more than 32 MiB')
  return bytes.toString('utf8')
}

/** Returns a `lost` error, since a write may have been carried out; the status 200 prevents retries. */
function tooLarge(bound: string): ApiFailure {
  return new ApiFailure(
    `The API sent a response of ${bound}, which the server does not read.`,
    'Ask for fewer entries (`limit`). If there are not many, check APIFY_API_BASE_URL.',
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
    throw notJson(text.trim() === '' ? 'an empty response' : 'a response', cause)
  }
}

function notJson(what: string, cause?: unknown): ApiFailure {
  return new ApiFailure(
    `The API sent ${what} that is not JSON.`,
    'Call again in a moment. If it happens again, check APIFY_API_BASE_URL and HTTPS_PROXY.',
    'lost',
    undefined,
    undefined,
    { cause },
  )
}
