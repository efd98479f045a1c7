import { linesOf } from './log-lines.ts'

/** Words in lines that say why a run failed. */
const FAILURE = /error|exception|fail|fatal|traceback|killed|out of memory/i
/** Characters that are kept of each line. */
const MAX_CHARS = 4000

/** Returns the last `count` lines that mention a failure, or simply the last lines if none does. */
export async function failureLines(body: AsyncIterable<Buffer>, count: number): Promise<string[]> {
  const last: string[] = []
  const failures: string[] = []
  const take = (line: string) => {
    if (line.trim() === '') return
    const text = line.slice(0, MAX_CHARS)
    keepLast(last, text, count)
    if (FAILURE.test(text)) keepLast(failures, text, count)
  }
  for await (const lines of linesOf(body)) lines.forEach(take)
  return failures.length > 0 ? failures : last
}

function keepLast(lines: string[], line: string, count: number): void {
  lines.push(line)
  if (lines.length > count) lines.shift()
}
