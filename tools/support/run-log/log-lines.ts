import { StringDecoder } from 'node:string_decoder'

/** A line of a log. */
export interface LogLine {
  /** Counts from 1. */
  number: number
  text: string
  /** How often the line occurs in a row, whatever its time. */
  repeats: number
  /** Whether the line matches a search; false for lines of context. Undefined without a search. */
  matches?: boolean
}

/** Which lines of a log to return. */
export interface LogRange {
  /** Lines to return at most; the last ones. */
  count: number
  /** Only lines before this number. */
  before?: number | undefined
}

/** The lines of a range. */
export interface LogPage {
  /** Oldest first. */
  lines: LogLine[]
  /** Lines of the whole log. */
  total: number
  /** Whether the range has more lines before the first one here. */
  older: boolean
  /** Lines that were searched only in their first characters, where nothing matches. */
  cut?: { lines: number; maxChars: number }
}

/** More of one line is not kept, in characters: about what the largest budget can show. */
const MAX_LINE_CHARS = 100_000

/** Returns a line without its line end, of bounded length. */
export function readable(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return text.length > MAX_LINE_CHARS ? text.slice(0, MAX_LINE_CHARS) : text
}

/** The time stamp that Apify puts before each line of a log. */
const TIME_STAMP = /^\d{4}-\d\d-\d\dT[\d:.]+Z /

/** Returns whether two lines are equal except for their time stamps. */
export function sameButForTime(a: string, b: string): boolean {
  return a === b || a.replace(TIME_STAMP, '') === b.replace(TIME_STAMP, '')
}

/**
 * Yields the lines of a body in batches as they arrive, empty ones included. The part of a line that
 * exceeds the bound is never held in memory.
 */
export async function* linesOf(body: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8')
  let open = ''
  for await (const chunk of body) {
    const lines = decoder.write(chunk).split('\n')
    const last = lines.pop() ?? ''
    if (lines.length > 0) {
      lines[0] = open + lines[0]
      open = ''
      yield lines.map(readable)
    }
    if (open.length < MAX_LINE_CHARS) open += last
  }
  open += decoder.end()
  if (open !== '') yield [readable(open)]
}
