import { EventEmitter, once } from 'node:events'
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { isMissing } from '../files.ts'

/** The most bytes that a run may log. Further output is dropped. */
const MAX_BYTES = 10 * 1024 * 1024

const FULL = `The log reached ${MAX_BYTES / 1024 / 1024} MiB. Further output is not kept.`

/** A longer line is split, so that memory use has a limit. */
const MAX_LINE_CHARS = 64 * 1024

/** The log of a run in progress: a file of lines, each with the time when it was complete. */
export class RunLog {
  private readonly file: WriteStream
  private readonly changes = new EventEmitter().setMaxListeners(0)
  private readonly partial = new Map<number, string>()
  private queuedBytes: number
  /** How many bytes are in the file. */
  private writtenBytes: number
  private isFull = false
  private isEnded = false

  /** @param bytes how many bytes are in the file already */
  constructor(
    private readonly path: string,
    bytes: number,
  ) {
    this.queuedBytes = bytes
    this.writtenBytes = bytes
    this.file = createWriteStream(path, { flags: 'a' })
    // A full disk must not crash the platform. The log is then incomplete.
    this.file.on('error', () => this.changes.emit('change'))
  }

  /** Adds a piece of output. `stream` keeps the pieces of two streams apart. */
  write(text: string, stream: number): void {
    const lines = ((this.partial.get(stream) ?? '') + text).split('\n')
    const rest = lines.pop() ?? ''
    for (const line of lines) this.addLine(line)
    if (rest.length > MAX_LINE_CHARS) this.addLine(rest)
    this.partial.set(stream, rest.length > MAX_LINE_CHARS ? '' : rest)
  }

  /** Adds a line with the current time. */
  addLine(text: string): void {
    if (this.isFull) return
    const line = `${new Date().toISOString()} ${text.replace(/\r$/, '')}\n`
    this.isFull = this.queuedBytes + Buffer.byteLength(line) > MAX_BYTES
    this.append(this.isFull ? `${new Date().toISOString()} ${FULL}\n` : line)
  }

  /** Completes the last lines. Resolves when everything is in the file. */
  async end(): Promise<void> {
    for (const line of this.partial.values()) if (line) this.addLine(line)
    this.partial.clear()
    await new Promise<void>((resolve) => {
      this.file.once('error', () => resolve()).end(resolve)
    })
    this.isEnded = true
    this.changes.emit('change')
  }

  /** Yields the text as it is written, until the log ends or the signal fires. */
  async *follow(signal: AbortSignal): AsyncGenerator<string> {
    let position = 0
    while (!signal.aborted) {
      const end = this.writtenBytes
      if (end > position) {
        yield* readText(this.path, position, end)
        position = end
      } else if (this.isEnded || this.file.destroyed) {
        return
      } else {
        await once(this.changes, 'change', { signal }).catch(() => {})
      }
    }
  }

  private append(line: string): void {
    const bytes = Buffer.from(line)
    this.queuedBytes += bytes.length
    this.file.write(bytes, (error) => {
      if (error) return
      this.writtenBytes += bytes.length
      this.changes.emit('change')
    })
  }
}

/** Yields the text of a log file; no text if the file does not exist. */
export async function* readText(path: string, start = 0, end?: number): AsyncGenerator<string> {
  const range = end === undefined ? { start } : { start, end: end - 1 }
  try {
    yield* createReadStream(path, { ...range, encoding: 'utf8' })
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

/**
 * Removes terminal control codes. Waits for whole lines, as a piece may end within a code. Lines are
 * bounded, so this cannot overflow the stack as it does on sequences of millions of characters.
 */
export async function* withoutAnsi(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const text of texts) {
    rest += text
    const end = rest.lastIndexOf('\n') + 1
    if (end > 0) yield stripVTControlCharacters(rest.slice(0, end))
    rest = rest.slice(end)
  }
  if (rest) yield stripVTControlCharacters(rest)
}

/** Returns the size of a log file in bytes; 0 if there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
