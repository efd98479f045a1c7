import { StringDecoder } from 'node:string_decoder'

/** A longer line is not held, but read in pieces. In characters. */
const MAX_LINE_CHARS = 1_000_000

/** A line of a body: a text, or a long one in pieces, which must be read before the next line. */
export type Line = string | LongLine

/** A line that arrives in pieces. */
export class LongLine {
  /** Bytes of what was read. */
  bytes = 0
  /** What was read of the lines after this one. */
  after = ''
  private isRead = false

  constructor(
    private readonly begun: string,
    private readonly source: AsyncIterator<string>,
  ) {
    this.bytes = Buffer.byteLength(begun)
  }

  /** Yields the line from its beginning. */
  async *pieces(): AsyncGenerator<string> {
    yield this.begun.startsWith('\ufeff') ? this.begun.slice(1) : this.begun
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece
  }

  /** Returns the line, or undefined if it has more than `maxChars` characters. */
  async read(maxChars: number): Promise<string | undefined> {
    let text = ''
    for await (const piece of this.pieces()) {
      text += piece
      if (text.length > maxChars) return undefined
    }
    return text
  }

  /** Reads to the end of the line. */
  async skip(): Promise<void> {
    while ((await this.next()) !== undefined);
  }

  private async next(): Promise<string | undefined> {
    if (this.isRead) return undefined
    const { value, done } = await this.source.next()
    const end = done ? 0 : value.indexOf('\n')
    this.isRead = end !== -1
    if (done) return undefined
    const piece = this.isRead ? value.slice(0, end) : value
    if (this.isRead) this.after = value.slice(end + 1)
    this.bytes += Buffer.byteLength(piece)
    return piece
  }
}

/** Yields the lines of a body as they arrive, without their line ends; empty lines are skipped. */
export async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const source = decoded(body)
  let parts: string[] = []
  let held = 0
  let text: string | undefined = ''
  try {
    while (text !== undefined) {
      const pieces: string[] = text.split('\n')
      const last = pieces.pop() ?? ''
      for (const piece of pieces) {
        parts.push(piece)
        const line = parts.join('').replace(/\r$/, '')
        parts = []
        held = 0
        if (line !== '') yield line
      }
      parts.push(last)
      held += last.length
      if (held > MAX_LINE_CHARS) {
        const line = new LongLine(parts.join(''), source)
        parts = []
        held = 0
        yield line
        await line.skip()
        text = line.after
      } else text = (await source.next()).value
    }
    const last = parts.join('')
    if (last !== '') yield last
  } finally {
    await source.return(undefined)
  }
}

async function* decoded(body: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder('utf8')
  for await (const chunk of body) yield decoder.write(chunk)
  yield decoder.end()
}
