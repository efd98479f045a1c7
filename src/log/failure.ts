import { linesOf } from './lines.ts'

/** Words that mark the lines in which a failure says why. */
const TROUBLE = /error|exception|fail|fatal|traceback|killed|out of memory/i
/** Kept of each line, in characters. */
const MAX_CHARS = 4000

/** The last lines that tell of a failure, else simply the last lines. */
export async function failureLines(body: AsyncIterable<Buffer>, count: number): Promise<string[]> {
  const last: string[] = []
  const trouble: string[] = []
  for await (const line of linesOf(body)) {
    if (line.trim() === '') continue
    const text = line.slice(0, MAX_CHARS)
    last.push(text)
    if (last.length > count) last.shift()
    if (!TROUBLE.test(text)) continue
    trouble.push(text)
    if (trouble.length > count) trouble.shift()
  }
  return trouble.length > 0 ? trouble : last
}
