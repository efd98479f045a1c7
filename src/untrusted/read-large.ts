import { ToolError } from '../shared/errors.ts'
import type { Found, JsonRedactor, Wanted } from './json-reader.ts'
import type { PruneLimits } from './prune.ts'
import type { Outcome } from './stream-json.ts'
import { OVERLAP_CHARS, toValue } from './to-value.ts'
import { type Job, WorkerPool } from './worker-pool.ts'

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
  pieces: AsyncIterable<string>,
  { steps = [], alias, form = 'value', readText }: Wanted<T>,
  { maxResultTokens, signal, redactor, maxMb }: Reading,
): Promise<Found<T>> {
  pool ??= new WorkerPool(maxMb)
  const options = {
    steps,
    alias,
    form: readText ? form : 'value',
    limits: limitsFor(maxResultTokens),
  }
  return pool.use(options, signal, async (job) => {
    const ending: Ending = { outcome: undefined }
    const parts = partsOf(pieces, job, ending)
    const first = await parts.next()
    const isText = !first.done || ending.outcome?.kind === 'text'
    if (readText && isText) {
      const text = await readText(redactor.texts(joined(first.value ?? '', parts)))
      return { kind: 'text', text }
    }
    return foundBy(ending.outcome, redactor)
  })
}

/** A result shows at most 16 characters for each of its tokens; see `MAX_CHARS_PER_TOKEN`. */
const CHARS_PER_TOKEN = 16
/** Rows keep this many characters of each text as long as entries can be dropped instead, and a mark. */
const SHORT_TEXT_CHARS = 224

/** Returns how much of a value is kept: more than fits any result of the budget. */
function limitsFor(maxResultTokens: number): PruneLimits {
  return {
    values: Math.max(2000, 2 * maxResultTokens),
    entries: maxResultTokens,
    chars: Math.max(250_000, CHARS_PER_TOKEN * maxResultTokens),
    textChars: CHARS_PER_TOKEN * maxResultTokens + OVERLAP_CHARS,
    minTextChars: SHORT_TEXT_CHARS + OVERLAP_CHARS,
  }
}

/** How reading ended, once it has. */
interface Ending {
  outcome: Outcome | undefined
}

/** Yields the parts of a value that comes in parts, and notes how reading ended. */
async function* partsOf(
  pieces: AsyncIterable<string>,
  job: Job,
  ending: Ending,
): AsyncGenerator<string, undefined> {
  for await (const piece of pieces) {
    const { text, outcome } = await job.write(piece)
    ending.outcome = outcome
    if (text) yield text
    if (outcome) return
  }
  const { text, outcome } = await job.end()
  ending.outcome = outcome
  if (text) yield text
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first
  yield* rest
}

function foundBy<T>(outcome: Outcome | undefined, redactor: JsonRedactor): Found<T> {
  if (outcome?.kind === 'value')
    return { kind: 'part', value: toValue(outcome.value, (text) => redactor.text(text)) }
  if (outcome?.kind === 'missing') {
    const { missing } = outcome
    if (missing.kind !== 'object') return { kind: 'missing', missing }
    const keys = missing.keys.map((key) => redactor.text(key))
    return { kind: 'missing', missing: { ...missing, keys } }
  }
  if (outcome?.kind === 'too deep')
    throw new ToolError(
      'The JSON is nested more than 4 million levels deep.',
      'Read a record as text with `offset: 0`, or write it to a file with `export_items`.',
    )
  return { kind: 'not JSON' }
}
