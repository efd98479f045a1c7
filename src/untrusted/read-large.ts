import { ToolError } from '../shared/errors.ts'
import type { Found, JsonRedactor, Wanted } from './json-reader.ts'
import { keptKeyChars, shownKey } from './long-keys.ts'
import { repliesOf } from './replies.ts'
import type { PruneLimits } from './shrinking.ts'
import type { Outcome } from './stream-json.ts'
import { toValue } from './to-value.ts'
import type { WorkerJob } from './worker-job.ts'
import { WorkerPool } from './worker-pool.ts'

export interface Reading {
  maxResultTokens: number
  signal: AbortSignal
  redactor: JsonRedactor
  /** The memory that a worker has, in MiB. */
  maxMb: number
}

let pool: WorkerPool | undefined

/**
 * Reads JSON of any size in a worker.
 * @throws {ToolError} if it takes too much memory or time
 */
export async function readLarge<T>(
  chunks: AsyncIterable<Buffer>,
  { steps = [], alias, form = 'value', readText }: Wanted<T>,
  { maxResultTokens, signal, redactor, maxMb }: Reading,
): Promise<Found<T>> {
  pool ??= new WorkerPool(maxMb)
  const overlap = Math.max(OVERLAP_CHARS, redactor.longestChars())
  const options = {
    steps,
    alias,
    form: readText ? form : 'value',
    limits: limitsFor(maxResultTokens, overlap),
  }
  return pool.use(options, signal, async (job) => {
    const ending: Ending = { outcome: undefined }
    const parts = partsOf(chunks, job, ending)
    const first = await parts.next()
    const isText = !first.done || ending.outcome?.kind === 'text'
    if (readText && isText) {
      const text = await readText(redactor.texts(joined(first.value ?? '', parts)))
      // It may have stopped before the end of the text.
      const { outcome } = ending
      if (outcome === undefined || outcome.kind === 'text') return { kind: 'text', text }
    }
    return foundBy(ending.outcome, redactor, overlap)
  })
}

/**
 * A secret at the end of what is kept of a text or a key may be cut in two, so that nobody knows it as one. So many
 * characters of the end are not shown: a secret that is known by its form is known by as many, another
 * has to be there in full.
 */
const OVERLAP_CHARS = 256
/** A result shows at most 16 characters for each of its tokens; see `MAX_CHARS_PER_TOKEN`. */
const CHARS_PER_TOKEN = 16
/** Rows keep this many characters of each text as long as entries can be dropped instead, and a mark. */
const SHORT_TEXT_CHARS = 224

/** Returns how much of a value is kept: more than fits any result of the budget. */
function limitsFor(maxResultTokens: number, overlap: number): PruneLimits {
  return {
    values: Math.max(2000, 2 * maxResultTokens),
    entries: maxResultTokens,
    chars: Math.max(250_000, CHARS_PER_TOKEN * maxResultTokens),
    textChars: CHARS_PER_TOKEN * maxResultTokens + overlap,
    minTextChars: SHORT_TEXT_CHARS + overlap,
    keyChars: keptKeyChars(overlap),
  }
}

/** How reading ended, once it has. */
interface Ending {
  outcome: Outcome | undefined
}

/** Yields the parts of a value that comes in parts, and notes how reading ended. */
async function* partsOf(
  chunks: AsyncIterable<Buffer>,
  job: WorkerJob,
  ending: Ending,
): AsyncGenerator<string, undefined> {
  for await (const { text, outcome } of repliesOf(chunks, job)) {
    ending.outcome = outcome
    if (text) yield text
    if (outcome) return
  }
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first
  yield* rest
}

function foundBy<T>(
  outcome: Outcome | undefined,
  redactor: JsonRedactor,
  overlap: number,
): Found<T> {
  if (outcome?.kind === 'value')
    return { kind: 'part', value: toValue(outcome.value, redactor.text, overlap) }
  if (outcome?.kind === 'missing') {
    const { missing } = outcome
    if (missing.kind !== 'object') return { kind: 'missing', missing }
    const keys = missing.keys.map((key) => shownKey(key, redactor.text, overlap))
    return { kind: 'missing', missing: { ...missing, keys } }
  }
  if (outcome?.kind === 'too deep')
    throw new ToolError(
      'The JSON is nested more than 4 million levels deep.',
      'Read a record as text with `offset: 0`, or write it to a file with `export_items`.',
    )
  return { kind: 'not JSON' }
}
