import type { GetLogResult } from '../shared/results.ts'
import { isRecord, listOf, numberOf, recordOf } from '../shared/values.ts'

/** A result of `get_log`. */
export interface LogPage {
  /** Oldest first. Empty lines are missing, and equal neighbours are one line that ends with `(x3)`. */
  lines: string[]
  /** The number of the first line, from 1; undefined if there is none. */
  from: number | undefined
  /** Lines of the whole log. */
  total: number
  /** What to pass as `before` for the lines above; undefined if there are none. */
  before: number | undefined
}

/** Lines that were read together. They are drawn once. */
interface LogChunk {
  /** The number of the first line, from 1. */
  from: number
  lines: readonly string[]
}

/** The end of a log, as far up as it was read. */
export interface RunLog {
  /** Oldest first. */
  chunks: readonly LogChunk[]
  total: number
  /** What to pass as `before` for the lines above; undefined if there are none. */
  before: number | undefined
}

/** More lines are not kept, since a browser gets slow over them. */
const MAX_LINES = 3000
/** How many times a line occurs in a row, which the tool writes behind it. */
const REPEATS = / \(x(\d+)\)$/
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z /

export function isLogResult(value: unknown): value is { lines: unknown[]; total: number } {
  return isRecord(value) && Array.isArray(value.lines) && numberOf(value.total) !== undefined
}

export function readLogPage(result: { lines: unknown[]; total: number }): LogPage {
  const raw: Partial<Record<keyof GetLogResult, unknown>> = recordOf(result)
  return {
    lines: listOf(raw.lines).map(String),
    from: numberOf(raw.from),
    total: result.total,
    before: numberOf(recordOf(raw.next).before),
  }
}

/** Returns the log that a page shows. */
export function logOf({ lines, from, total, before }: LogPage): RunLog {
  const chunks = lines.length > 0 ? [{ from: from ?? 1, lines }] : []
  return { chunks, total, before }
}

export function linesOf({ chunks }: RunLog): string[] {
  return chunks.flatMap(({ lines }) => lines)
}

/**
 * Adds the newest page of a log that grows. Lines that both have are kept once; if lines between them are missing,
 * the log begins anew with the page, and the lines above can be read.
 */
export function withNewest(log: RunLog, page: LogPage): RunLog {
  const known = linesOf(log)
  const from = page.from ?? page.total + 1
  if (known.length === 0 || page.total < log.total || from > log.total + 1) return logOf(page)
  if (page.lines.length === 0) return log
  const mostShared = Math.min(known.length, page.lines.length, log.total - from + 1)
  const shared = sharedLines(known, page.lines, mostShared)
  if (shared === undefined) return logOf(page)
  const added = page.lines.slice(shared)
  const chunks = withLastLine(log.chunks, shared > 0 ? page.lines[shared - 1] : undefined)
  if (added.length === 0) return { ...log, chunks, total: page.total }
  const all = [...chunks, { from: log.total + 1, lines: added }]
  return bounded({ chunks: all, total: page.total, before: log.before })
}

/** Adds the page above the log. */
export function withEarlier(log: RunLog, page: LogPage): RunLog {
  const { chunks } = logOf(page)
  return { ...log, chunks: [...chunks, ...log.chunks], before: page.before }
}

/** Drops the oldest lines of a log that has become too long. They can be read again. */
function bounded(log: RunLog): RunLog {
  let { chunks, before } = log
  let count = chunks.reduce((sum, { lines }) => sum + lines.length, 0)
  while (count > MAX_LINES && chunks.length > 1) {
    count -= chunks[0]?.lines.length ?? 0
    chunks = chunks.slice(1)
    before = chunks[0]?.from
  }
  return { ...log, chunks, before }
}

/** Returns how many lines the end of one list and the beginning of another share; undefined if they do not meet. */
function sharedLines(
  known: readonly string[],
  lines: readonly string[],
  most: number,
): number | undefined {
  for (let count = most; count > 0; count--) {
    const end = known.slice(-count)
    if (end.every((line, i) => isSame(line, lines[i] ?? '', i === 0, i === count - 1))) {
      return count
    }
  }
  return most <= 0 ? 0 : undefined
}

/**
 * Tells whether two texts are the same line. The first of a page may be the rest of a row of equal lines, with
 * another time and count; the last may have grown since.
 */
function isSame(known: string, line: string, isFirst: boolean, isLast: boolean): boolean {
  if (known === line) return true
  if (!isFirst && !isLast) return false
  const [a, b] = [known, line].map((text) => text.replace(REPEATS, '').replace(TIME, ''))
  return a === b || (isLast && line.startsWith(known))
}

/** Puts the newer of two states of the last line in its place. */
function withLastLine(chunks: readonly LogChunk[], line: string | undefined): readonly LogChunk[] {
  const last = chunks.at(-1)
  const known = last?.lines.at(-1)
  if (!last || line === undefined || known === undefined || known === line) return chunks
  if (repeatsOf(line) < repeatsOf(known)) return chunks
  return [...chunks.slice(0, -1), { ...last, lines: [...last.lines.slice(0, -1), line] }]
}

function repeatsOf(line: string): number {
  return Number(REPEATS.exec(line)?.[1] ?? 1)
}
