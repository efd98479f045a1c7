import { linesOf } from './log-lines.ts'

/** Words that mark the lines in which a failure says why. */
const TROUBLE = /error|exception|fail|fatal|traceback|killed|out of memory/i
/** Kept of each line, in characters. */
const MAX_CHARS = 4000

/** The last lines that tell of a failure, else simply the last lines. */
export async function failureLines(body: AsyncIterable<Buffer>, count: number): Promise<string[]> {
  const last: string[] = []
  const trouble: string[] = []
  const take = (line: string) => {
    if (line.trim() === '') return
    const text = line.slice(0, MAX_CHARS)
    keep(last, text, count)
    if (TROUBLE.test(text)) keep(trouble, text, count)
  }
  for await (const lines of linesOf(body)) lines.forEach(take)
  return trouble.length > 0 ? trouble : last
}

function keep(lines: string[], line: string, count: number): void {
  lines.push(line)
  if (lines.length > count) lines.shift()
}
