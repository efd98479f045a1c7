import { type LogLine, type LogPage, type LogRange, readable, sameButForTime } from './log-lines.ts'

/** Bytes of the end of a log that are searched for its last lines; many times the largest budget. */
const WINDOW_BYTES = 2_000_000
/** Most logs are no longer, and need no window of that size. */
const FIRST_BYTES = 64 * 1024

const NEWLINE = 10

/** The end of a log, or of its part before some line, as received. */
interface Window {
  bytes: Buffer
  /** Number of the line of the first byte. */
  firstLine: number
  /** Whether the first byte is not the first of its line. */
  torn: boolean
  /** Lines of the whole log. */
  total: number
}

/**
 * Returns the last lines of a range. Counts the whole log, but keeps and decodes only its end, so
 * that memory is the same for any log.
 */
export async function lastLines(
  body: AsyncIterable<Buffer>,
  { count, before = Number.POSITIVE_INFINITY }: LogRange,
): Promise<LogPage> {
  const window = await readWindow(body, before)
  const lines: LogLine[] = []
  let older = window.firstLine > 1
  for (const { number, text: raw } of newestFirst(window)) {
    const text = readable(raw)
    if (text.trim() === '') continue
    const newer = lines.at(-1)
    const repeats = newer && sameButForTime(newer.text, text) ? newer.repeats + 1 : 1
    if (repeats > 1) lines.pop()
    else if (lines.length === count) {
      older = true
      break
    }
    lines.push({ number, text, repeats })
  }
  return { lines: lines.reverse(), total: window.total, older }
}

/** Yields the lines of a window, newest first. Decodes only the lines that are taken. */
function* newestFirst({ bytes, firstLine, torn }: Window): Generator<Omit<LogLine, 'repeats'>> {
  let end = bytes.at(-1) === NEWLINE ? bytes.length - 1 : bytes.length
  let number = firstLine + countNewlines(bytes.subarray(0, end), 0).count
  for (let start = end; start > 0; end = start - 1) {
    // A negative place would count from the end.
    start = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1
    const text = bytes.toString('utf8', start, end)
    yield { number: number--, text: start === 0 && torn ? afterTear(text) : text }
  }
}

/** Marks a line that lost its front, perhaps in the middle of a character. */
function afterTear(text: string): string {
  return `…${text.replace(/^\ufffd+/, '')}`
}

async function readWindow(body: AsyncIterable<Buffer>, before: number): Promise<Window> {
  // Chunks are copied and released at once. Chunks that are kept are garbage-collected late.
  let ring: Buffer = Buffer.allocUnsafe(FIRST_BYTES)
  let written = 0
  let newlines = 0
  let newlinesWritten = 0
  let lastByte = NEWLINE
  for await (const chunk of body) {
    const wanted = newlines + 1 < before
    const { count, end } = countNewlines(chunk, wanted ? before - 1 - newlines : 0)
    newlines += count
    lastByte = chunk.at(-1) ?? lastByte
    if (!wanted) continue
    newlinesWritten = Math.min(newlines, before - 1)
    ring = roomFor(end, ring, written)
    written = append(ring, written, chunk.subarray(0, end))
  }
  const start = written % ring.length
  const bytes =
    written <= ring.length
      ? ring.subarray(0, written)
      : Buffer.concat([ring.subarray(start), ring.subarray(0, start)])
  return {
    bytes,
    firstLine: 1 + newlinesWritten - countNewlines(bytes, 0).count,
    torn: written > WINDOW_BYTES,
    total: newlines + (lastByte === NEWLINE ? 0 : 1),
  }
}

/** Returns a ring with room for more bytes, unless it is as large as the window: then the oldest ones go. */
function roomFor(bytes: number, ring: Buffer, written: number): Buffer {
  const needed = written + bytes
  if (needed <= ring.length || ring.length === WINDOW_BYTES) return ring
  const larger = Buffer.allocUnsafe(Math.min(WINDOW_BYTES, Math.max(needed, 2 * ring.length)))
  ring.copy(larger, 0, 0, written)
  return larger
}

/**
 * Writes bytes after those written so far, over the oldest ones.
 * @returns the number of bytes written so far
 */
function append(ring: Buffer, written: number, bytes: Buffer): number {
  const last = bytes.subarray(Math.max(0, bytes.length - ring.length))
  const at = (written + bytes.length - last.length) % ring.length
  const fitting = last.copy(ring, at)
  last.copy(ring, 0, fitting)
  return written + bytes.length
}

/** Counts the newlines of a chunk, and returns the index after the `wanted`-th, or the chunk's end. */
function countNewlines(chunk: Buffer, wanted: number): { count: number; end: number } {
  let count = 0
  let end = chunk.length
  for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) {
    if (++count === wanted) end = at + 1
  }
  return { count, end }
}
