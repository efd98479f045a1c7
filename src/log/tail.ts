import { type LogLine, type LogPage, readable, saysTheSame } from './lines.ts'

/** The end of a log that is looked at for its last lines, in bytes; many times the largest budget. */
const WINDOW_BYTES = 4_000_000

const NEWLINE = 10

/** The end of a log, or of the part above some line, as it came over the wire. */
interface Window {
  bytes: Buffer
  /** Number of the line that the first byte belongs to. */
  firstLine: number
  /** Whether the first byte is not the first of its line. */
  torn: boolean
  /** Lines of the whole log. */
  total: number
}

/**
 * The last lines above line `before`. The whole log is counted, but only its end is kept and
 * decoded: this costs little more than the download, and memory is the same for any log.
 */
export async function lastLines(
  body: AsyncIterable<Buffer>,
  { count, before = Number.POSITIVE_INFINITY }: { count: number; before?: number | undefined },
): Promise<LogPage> {
  const { bytes, firstLine, torn, total } = await readWindow(body, before)
  const texts = bytes.toString('utf8').split('\n')
  if (texts.at(-1) === '') texts.pop()
  if (torn) texts[0] = `…${texts[0]?.replace(/^\ufffd+/, '')}`
  const lines: LogLine[] = []
  let index = texts.length - 1
  for (; index >= 0; index--) {
    const text = readable(texts[index] ?? '')
    if (text.trim() === '') continue
    const newer = lines.at(-1)
    const repeats = newer && saysTheSame(newer.text, text) ? newer.repeats + 1 : 1
    if (repeats > 1) lines.pop()
    else if (lines.length === count) break
    lines.push({ number: firstLine + index, text, repeats })
  }
  return { lines: lines.reverse(), total, older: index >= 0 || firstLine > 1 }
}

async function readWindow(body: AsyncIterable<Buffer>, before: number): Promise<Window> {
  const parts: { bytes: Buffer; newlines: number }[] = []
  let size = 0
  let newlines = 0
  let lastByte = NEWLINE
  let [firstLine, torn] = [1, false]
  for await (const chunk of body) {
    const wanted = newlines + 1 < before
    const { count, end } = countNewlines(chunk, wanted ? before - 1 - newlines : 0)
    newlines += count
    lastByte = chunk.at(-1) ?? lastByte
    if (!wanted || end === 0) continue
    parts.push({ bytes: chunk.subarray(0, end), newlines: count })
    size += end
    while (size - (parts[0]?.bytes.length ?? 0) > WINDOW_BYTES) {
      const dropped = parts.shift()
      size -= dropped?.bytes.length ?? 0
      firstLine += dropped?.newlines ?? 0
      torn = dropped?.bytes.at(-1) !== NEWLINE
    }
  }
  const bytes = Buffer.concat(parts.map((part) => part.bytes))
  return { bytes, firstLine, torn, total: newlines + (lastByte === NEWLINE ? 0 : 1) }
}

/** All newlines of a chunk, and where the part up to the `wanted`-th of them ends. */
function countNewlines(chunk: Buffer, wanted: number): { count: number; end: number } {
  let count = 0
  let end = chunk.length
  for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) {
    if (++count === wanted) end = at + 1
  }
  return { count, end }
}
