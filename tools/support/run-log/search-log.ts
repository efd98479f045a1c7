import { ToolError } from '../../../src/shared/errors.ts'
import { type LogLine, type LogPage, type LogRange, linesOf, sameButForTime } from './log-lines.ts'
import { SearchTime } from './search-time.ts'

/** Lines that are shown before and after each match. */
const CONTEXT_LINES = 2
/** Text that is kept of the found lines, in characters. */
const MAX_KEPT_CHARS = 4_000_000

/** The bounds of a pattern: of its compiled program, and of all its counted repetitions together. */
const MAX_PROGRAM = 300
const MAX_REPETITIONS = 300
/** How much is tried on one line, in instructions of the program times characters. */
const MAX_STEPS = 1_000_000

/** Tells whether a line matches. Of a longer line only the first `maxChars` are looked at. */
export type Matcher = ((line: string) => boolean) & { maxChars?: number }

type FoundLine = Omit<LogLine, 'repeats'> & { matches: boolean }

/** Returns the last lines of a range that match, each with the lines around it. */
export async function findLines(
  body: AsyncIterable<Buffer>,
  matches: Matcher,
  range: LogRange,
): Promise<LogPage> {
  const { maxChars = Number.POSITIVE_INFINITY } = matches
  const found = new FoundLines(range)
  const time = new SearchTime()
  let total = 0
  let cutLines = 0
  let contextLeft = 0
  let recent: FoundLine[] = []
  const take = (text: string) => {
    const line = { number: ++total, text, matches: time.measure(() => matches(text)) }
    if (text.length > maxChars && !line.matches) cutLines++
    if (line.matches) {
      for (const near of recent) found.add(near)
      recent = []
      contextLeft = CONTEXT_LINES
      found.add(line)
    } else if (contextLeft > 0) {
      contextLeft--
      found.add(line)
    } else {
      recent.push(line)
      if (recent.length > CONTEXT_LINES) recent.shift()
    }
  }
  for await (const lines of linesOf(body)) {
    for (const line of lines) {
      take(line)
      await time.pause()
    }
  }
  const cut = cutLines > 0 ? { cut: { lines: cutLines, maxChars } } : {}
  return { lines: found.lines, older: found.older, total, ...cut }
}

/** The last lines that were added. Equal neighbours count as one. */
class FoundLines {
  readonly lines: LogLine[] = []
  /** Whether lines were dropped. */
  older = false
  private chars = 0

  constructor(private readonly range: LogRange) {}

  add(line: FoundLine): void {
    const { count, before = Number.POSITIVE_INFINITY } = this.range
    if (line.number >= before || line.text.trim() === '' || this.repeatsLast(line)) return
    const text = detached(line.text)
    this.chars += text.length
    this.lines.push({ ...line, text, repeats: 1 })
    while (this.lines.length > count || (this.chars > MAX_KEPT_CHARS && this.lines.length > 1)) {
      this.chars -= this.lines.shift()?.text.length ?? 0
      this.older = true
    }
  }

  /** Counts a line as a repeat if it equals the last one, and returns whether it did. */
  private repeatsLast({ number, text, matches }: FoundLine): boolean {
    const last = this.lines.at(-1)
    if (!last || last.number + last.repeats !== number) return false
    if (last.matches !== matches || !sameButForTime(last.text, text)) return false
    last.repeats++
    return true
  }
}

/** Copies a string. A slice of a string keeps the whole piece of the log in memory. */
function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

/**
 * Compiles a search: a text in any case, or `/a regular expression/`, to which an `i` may be added.
 * RE2 takes time linear in the log, whatever the pattern.
 * @throws {ToolError} if the pattern is not a valid RE2 regular expression, or too large
 */
export async function matcherOf(search: string): Promise<Matcher> {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(search) ?? []
  if (source === undefined) {
    const wanted = search.toLowerCase()
    return (line) => line.toLowerCase().includes(wanted)
  }
  const { RE2JS } = await import('re2js')
  if (/[^i]/.test(flags)) throw invalidPattern(`the flag \`${flags}\` is unknown`)
  if (repetitionsIn(source) > MAX_REPETITIONS) throw tooLarge()
  const pattern = compile(() => RE2JS.compile(source, flags ? RE2JS.CASE_INSENSITIVE : 0))
  const size = pattern.programSize()
  if (size > MAX_PROGRAM) throw tooLarge()
  const maxChars = Math.floor(MAX_STEPS / size)
  return Object.assign((line: string) => pattern.test(line.slice(0, maxChars)), { maxChars })
}

/** Returns the sum of all counted repetitions, such as 5 for `a{2}b{1,3}`. */
function repetitionsIn(source: string): number {
  const counts = source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)
  return [...counts].reduce((sum, [, least, most]) => sum + Number(most || least), 0)
}

function compile<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw invalidPattern(error instanceof Error ? error.message : 'it is malformed')
  }
}

function tooLarge(): ToolError {
  return new ToolError(
    '`search` is a pattern that takes too long: its repetitions such as `{100}` make it very large.',
    'Lower the counts, use `+` or `*` instead, or search for plain text without the slashes.',
  )
}

function invalidPattern(reason: string): ToolError {
  return new ToolError(
    `\`search\` is not a valid RE2 regular expression: ${reason.slice(0, 200)}.`,
    'Fix the pattern (RE2 has no lookaround or backreferences), or search for plain text without the slashes.',
  )
}
