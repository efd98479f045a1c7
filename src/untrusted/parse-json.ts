import { hasMoreValues } from '../shared/count-values.ts'
import { parseJson } from '../shared/json.ts'
import type { Found, JsonReader, JsonRedactor } from './json-reader.ts'
import { MemoryShares, type Tenant } from './memory-shares.ts'

/** Longer JSON is read in a worker. In characters. */
export const MAX_PARSED_CHARS = 1_000_000
/** JSON of more values is read in a worker, however short it is. */
export const MAX_PARSED_VALUES = 100_000
/** The length of the pieces that go to a worker, in characters. */
const PIECE_CHARS = 256 * 1024

export interface JsonReaderOptions {
  /** The budget of a result, in tokens: what exceeds it many times is not kept. */
  maxResultTokens: number
  /** Ends what is read. */
  signal: AbortSignal
  tenant?: Tenant
  redactor?: JsonRedactor | undefined
}

/** What reading all documents of the server at a time may take, in MiB. */
const shares = new MemoryShares({ total: 256, maxWaiting: 32 })
/** What reading a document in a worker may take, in MiB. */
const WORKER_MB = 64

const NOTHING_SECRET: JsonRedactor = {
  text: (text) => text,
  value: (value) => value,
  texts: (pieces) => pieces,
}

/** Creates the reader of one call. */
export function createJsonReader({
  maxResultTokens,
  signal,
  tenant,
  redactor = NOTHING_SECRET,
}: JsonReaderOptions): JsonReader {
  return {
    async read(pieces, wanted = {}) {
      const source = pieces[Symbol.asyncIterator]()
      try {
        const { text, isAll } = await readBeginning(source)
        const whole = isAll ? parseSmall(text, redactor) : undefined
        if (whole) return whole
        const { readLarge } = await import('./read-large.ts')
        const release = await shares.acquire(tenant, WORKER_MB, signal)
        try {
          const rest = resumed(text, isAll ? undefined : source)
          return await readLarge(rest, wanted, {
            maxResultTokens,
            signal,
            redactor,
            maxMb: WORKER_MB,
          })
        } finally {
          release()
        }
      } finally {
        await source.return?.()
      }
    },
  }
}

/** Reads as much as may be parsed here, and a piece more. */
async function readBeginning(source: AsyncIterator<string>) {
  const parts: string[] = []
  let length = 0
  while (length <= MAX_PARSED_CHARS) {
    const { value, done } = await source.next()
    if (done) return { text: parts.join(''), isAll: true }
    parts.push(value)
    length += value.length
  }
  return { text: parts.join(''), isAll: false }
}

/** Parses a document here; returns undefined if it has too many values or levels for that. */
function parseSmall(text: string, redactor: JsonRedactor): Found | undefined {
  if (text.length > MAX_PARSED_CHARS || hasMoreValues(text, MAX_PARSED_VALUES)) return undefined
  try {
    return { kind: 'whole', value: redactor.value(parseJson(text)) }
  } catch (error) {
    // What walks a value in depth runs out of stack on some that are nested deep.
    if (error instanceof RangeError) return undefined
    if (error instanceof SyntaxError) return { kind: 'not JSON' }
    throw error
  }
}

/** Yields what was read already and the rest, in pieces of some length. */
async function* resumed(begun: string, source: AsyncIterator<string> | undefined) {
  let parts = [begun]
  let length = begun.length
  for (;;) {
    if (length >= PIECE_CHARS) {
      yield parts.join('')
      parts = []
      length = 0
    }
    const next = await source?.next()
    if (!next || next.done) break
    parts.push(next.value)
    length += next.value.length
  }
  if (length > 0) yield parts.join('')
}
