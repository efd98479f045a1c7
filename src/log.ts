/** ANSI escape sequences (ECMA-48): colours and cursor moves, and operating system commands. */
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g

/** A line of a log; numbers count from 1, as editors do. */
export interface LogLine {
  number: number
  text: string
}

export interface LogPage {
  lines: LogLine[]
  /** Lines of the whole log. */
  total: number
  /** Whether lines that match lie above the first one shown. */
  older: boolean
}

/** The last lines of a log that are asked for, kept in a ring while the whole log streams past. */
export async function lastLines(
  source: AsyncIterable<string>,
  {
    count,
    before = Number.POSITIVE_INFINITY,
    search,
  }: { count: number; before?: number | undefined; search?: string | undefined },
): Promise<LogPage> {
  const ring: LogLine[] = []
  const wanted = search?.toLowerCase()
  let total = 0
  let matches = 0
  for await (const line of source) {
    total++
    if (total >= before) continue
    const text = line.replace(ANSI, '')
    if (wanted !== undefined && !text.toLowerCase().includes(wanted)) continue
    ring[matches++ % count] = { number: total, text }
  }
  const start = matches % count
  const lines = matches <= count ? ring : [...ring.slice(start), ...ring.slice(0, start)]
  return { lines, total, older: matches > count }
}

/** Words that mark the lines in which a failure says why. */
const TROUBLE = /error|exception|fail|fatal|traceback|killed|out of memory/i

/** The last lines that tell of a failure, else simply the last lines. */
export async function failureLines(
  source: AsyncIterable<string>,
  count: number,
): Promise<string[]> {
  const last: string[] = []
  const trouble: string[] = []
  for await (const line of source) {
    const text = line.replace(ANSI, '')
    last.push(text)
    if (last.length > count) last.shift()
    if (!TROUBLE.test(text)) continue
    trouble.push(text)
    if (trouble.length > count) trouble.shift()
  }
  return trouble.length > 0 ? trouble : last
}
