import { StringDecoder } from 'node:string_decoder'

/** A line of a log; numbers count from 1, as editors do. */
export interface LogLine {
  number: number
  text: string
  /** How many neighbours this line stands for, itself included: equal but for their time stamps. */
  repeats: number
}

export interface LogPage {
  /** Oldest first. */
  lines: LogLine[]
  /** Lines of the whole log. */
  total: number
  /** Whether more of what is asked for lies above the first line shown. */
  older: boolean
}

/** No more of one line is kept than this, in characters: about what the largest budget can show. */
const MAX_LINE_CHARS = 100_000

/** ANSI escape sequences (ECMA-48): colours and cursor moves, and operating system commands. */
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g

/** A line as people read it: without terminal codes and line ends, and of bounded length. */
export function readable(line: string): string {
  const plain = line.includes('\u001b') ? line.replace(ANSI, '') : line
  const text = plain.endsWith('\r') ? plain.slice(0, -1) : plain
  return text.length > MAX_LINE_CHARS ? text.slice(0, MAX_LINE_CHARS) : text
}

/** The time stamp that Apify puts before each line of a log. */
const TIME_STAMP = /^\d{4}-\d\d-\d\dT[\d:.]+Z /

/** Whether two lines say the same, whenever they say it. */
export function saysTheSame(a: string, b: string): boolean {
  return a === b || a.replace(TIME_STAMP, '') === b.replace(TIME_STAMP, '')
}

/**
 * The lines of a body as they arrive, some at a time, empty ones included; what exceeds the bound of
 * a line is never held.
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
    // The bound is doubled here for the terminal codes, which do not count.
    if (open.length < 2 * MAX_LINE_CHARS) open += last
  }
  open += decoder.end()
  if (open !== '') yield [readable(open)]
}
