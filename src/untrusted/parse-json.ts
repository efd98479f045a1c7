import { hasMoreValues } from '../shared/count-values.ts'
import { parseJson } from '../shared/json.ts'
import type { Shares, Tenant } from '../shared/shares.ts'
import { Beginning } from './beginning.ts'
import type { Found, JsonReader, JsonRedactor } from './json-reader.ts'
import { createJsonShares, WORKER_MB } from './json-shares.ts'
import { turn } from './turn.ts'

/** Longer JSON is read in a worker. In bytes. */
const MAX_PARSED_BYTES = 1_000_000
/** JSON of more values is read in a worker, however short it is: to fit them takes longer than to read them. */
const MAX_PARSED_VALUES = 20_000
/** Shorter documents are too many to count, and too small to matter. In bytes. */
const UNCOUNTED_BYTES = 128 * 1024

export interface JsonReaderOptions {
  /** The budget of a result, in tokens: what exceeds it many times is not kept. */
  maxResultTokens: number
  /** Ends what is read. */
  signal: AbortSignal
  tenant?: Tenant
  /** Where the memory is counted that large documents take. Default: in this process. */
  shares?: Shares | undefined
  redactor: JsonRedactor
}

/** What a document of some size, or a page of rows, takes that is parsed here, in MiB. */
const SOME_MB = 4
/** What a large document takes that is parsed here, in MiB: its text and its values. */
const MUCH_MB = 128
/** What all documents take that this process reads for itself. */
const ownShares = createJsonShares()

/** Creates the reader of one call. */
export function createJsonReader({
  maxResultTokens,
  signal,
  tenant,
  shares = ownShares,
  redactor,
}: JsonReaderOptions): JsonReader {
  const hold = (mb: number) => shares.acquire(tenant, mb, signal)
  return {
    holdSome: () => hold(SOME_MB),
    holdMuch: () => hold(MUCH_MB),
    async read(chunks, wanted = {}) {
      const source = chunks[Symbol.asyncIterator]()
      let release = () => {}
      try {
        const begun = new Beginning(source)
        if ((wanted.size ?? 0) <= MAX_PARSED_BYTES) {
          if (!(await begun.read(UNCOUNTED_BYTES))) release = await hold(SOME_MB)
          const whole = await readSmall(begun, redactor)
          if (whole) return whole
          release()
        }
        release = await hold(WORKER_MB)
        const { readLarge } = await import('./read-large.ts')
        const reading = { maxResultTokens, signal, redactor, maxMb: WORKER_MB }
        return await readLarge(begun.resumed(), wanted, reading)
      } finally {
        release()
        await source.return?.()
      }
    },
  }
}

/** Reads a document here; returns undefined if it is too large for that. */
async function readSmall(begun: Beginning, redactor: JsonRedactor): Promise<Found | undefined> {
  const isAll = await begun.read(MAX_PARSED_BYTES)
  if (begun.bytes > UNCOUNTED_BYTES) await turn()
  return isAll ? parseSmall(begun.text, redactor) : undefined
}

/** Parses a document here; returns undefined if it has too many values or levels for that. */
function parseSmall(text: string, redactor: JsonRedactor): Found | undefined {
  if (hasMoreValues(text, MAX_PARSED_VALUES)) return undefined
  try {
    const value = parseJson(text)
    return { kind: 'whole', value: redactor.suspects(text) ? redactor.value(value) : value }
  } catch (error) {
    // What walks a value in depth runs out of stack on some that are nested deep.
    if (error instanceof RangeError) return undefined
    if (error instanceof SyntaxError) return { kind: 'not JSON' }
    throw error
  }
}
