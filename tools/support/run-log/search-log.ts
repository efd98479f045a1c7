import { ToolError } from '../../../src/shared/errors.ts'
import { type LogLine, type LogPage, linesOf, saysTheSame } from './log-lines.ts'

/** Lines shown before and after each that matches. */
const CONTEXT_LINES = 2
/** Text that is kept of matching lines at most, in characters. */
const MAX_KEPT_CHARS = 4_000_000

/** A line that matches, or one that stands near it. */
interface FoundLine extends LogLine {
  matches: boolean
}

export interface FoundPage extends LogPage {
  lines: FoundLine[]
}

/** The last lines that match, with those around them, above line `before`. */
export async function findLines(
  body: AsyncIterable<Buffer>,
  matches: (line: string) => boolean,
  { count, before = Number.POSITIVE_INFINITY }: { count: number; before?: number | undefined },
): Promise<FoundPage> {
  const found = collector(count, before)
  let total = 0
  let contextLeft = 0
  let recent: Omit<FoundLine, 'repeats'>[] = []
  const take = (text: string) => {
    const line = { number: ++total, text, matches: matches(text) }
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
  for await (const lines of linesOf(body)) lines.forEach(take)
  return { lines: found.lines, older: found.older, total }
}

/** Keeps the last lines that it is given, equal neighbours as one. */
function collector(count: number, before: number) {
  const lines: FoundLine[] = []
  let chars = 0
  return {
    lines,
    older: false,
    add(line: Omit<FoundLine, 'repeats'>) {
      if (line.number >= before || line.text.trim() === '') return
      const last = lines.at(-1)
      const follows = last && last.number + last.repeats === line.number
      if (follows && last.matches === line.matches && saysTheSame(last.text, line.text)) {
        last.repeats++
        return
      }
      const text = detached(line.text)
      chars += text.length
      lines.push({ ...line, text, repeats: 1 })
      while (lines.length > count || (chars > MAX_KEPT_CHARS && lines.length > 1)) {
        chars -= lines.shift()?.text.length ?? 0
        this.older = true
      }
    },
  }
}

/** A copy: a slice of a string keeps alive the whole piece of the log that it was cut from. */
function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

/**
 * What `search` asks for: a text, upper and lower case alike, or `/a regular expression/`.
 * The pattern is a stranger's, so it runs in time linear in the log, whatever it is.
 * @throws ToolError where the pattern cannot be read
 */
export async function matcherOf(search: string): Promise<(line: string) => boolean> {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(search) ?? []
  if (source === undefined) {
    const wanted = search.toLowerCase()
    return (line) => line.toLowerCase().includes(wanted)
  }
  const { RE2JS } = await import('re2js')
  if (/[^i]/.test(flags)) throw unreadable(`the flag \`${flags}\` is unknown`)
  try {
    const pattern = RE2JS.compile(source, flags ? RE2JS.CASE_INSENSITIVE : 0)
    return (line) => pattern.test(line)
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : 'it is malformed')
  }
}

function unreadable(reason: string): ToolError {
  return new ToolError(
    `\`search\` is not a valid RE2 regular expression: ${reason.slice(0, 200)}.`,
    'Fix the pattern (RE2 has no lookaround or backreferences), or search for plain text without the slashes.',
  )
}
