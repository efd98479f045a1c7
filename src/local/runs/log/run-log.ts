import { EventEmitter, once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { LastLines } from './last-lines.ts'
import { readText } from './read-log.ts'

/** The most bytes that a log holds. */
export const MAX_LOG_BYTES = 10 * 1024 * 1024

/** How much of it is for the beginning. The rest is for the last lines, those of later starts too. */
export const MAX_BEGINNING_BYTES = MAX_LOG_BYTES - 256 * 1024

/** How much is kept of the end: an error that ends a run is in its last lines. */
export const MAX_END_BYTES = 64 * 1024

/** The line behind a full beginning. */
export const NEARLY_FULL = `The log is nearly full. Only the last ${MAX_END_BYTES / 1024} KiB of what follows will be kept.`

/** Room for the line that ends a log that was cut. */
const LAST_LINE_BYTES = 256

/** The log of a run in progress: a file of lines, each with the time when it arrived. */
export class RunLog {
  private readonly file: WriteStream
  private readonly changes = new EventEmitter().setMaxListeners(0)
  private queuedBytes: number
  /** How many bytes are in the file. */
  private writtenBytes: number
  private lastLines: LastLines | undefined
  /** Lines of the platform that wait for the output before them; undefined if none have to wait. */
  private waitingLines: string[] | undefined
  private isEnded = false

  /**
   * @param bytes how many bytes are in the file already
   * @param isFull whether they end with the line behind a full beginning
   */
  constructor(
    readonly path: string,
    bytes: number,
    isFull = false,
  ) {
    this.queuedBytes = bytes
    this.writtenBytes = bytes
    if (isFull) this.lastLines = new LastLines(MAX_END_BYTES)
    this.file = createWriteStream(path, { flags: 'a' })
    // A full disk must not crash the platform. The log is then incomplete.
    this.file.on('error', () => this.changes.emit('change'))
  }

  /** Whether only the last of further lines are kept. */
  get isFull(): boolean {
    return this.lastLines !== undefined
  }

  /** Adds a line of the platform with the current time. */
  addLine(text: string): void {
    if (this.waitingLines) this.waitingLines.push(text)
    else this.add([text])
  }

  /**
   * Makes lines of the platform wait, so that the log goes on with nothing but output. Resolves with
   * the size of the log when all lines so far are in the file.
   */
  async beginOutput(): Promise<number> {
    this.waitingLines = []
    await this.add([])
    return this.queuedBytes
  }

  /** Adds lines of output with the current time. Resolves when they are in the file. */
  addOutput(lines: string[]): Promise<void> {
    return this.add(lines)
  }

  /** Counts output that is not kept. It comes after a full beginning. */
  skipOutput(bytes: number): void {
    if (!this.lastLines || bytes === 0) return
    this.add([`${bytes} bytes of output are not kept here.`])
    this.lastLines.droppedBytes += bytes
  }

  /** Adds the lines that waited. Resolves when they are in the file. */
  async endOutput(): Promise<void> {
    const lines = this.waitingLines ?? []
    this.waitingLines = undefined
    await this.add(lines)
  }

  /** Adds the last lines of a full log. Resolves when everything is in the file. */
  async end(): Promise<void> {
    await this.endOutput()
    this.addLastLines()
    await new Promise<void>((resolve) => {
      this.file.once('error', () => resolve()).end(() => resolve())
    })
    this.isEnded = true
    this.changes.emit('change')
  }

  /** Yields the text so far. With `follow`, continues until the log ends or the signal fires. */
  async *read(follow: AbortSignal | undefined): AsyncGenerator<string> {
    let position = 0
    while (!follow?.aborted) {
      const end = this.writtenBytes
      if (end > position) {
        yield* readText(this.path, position, end)
        position = end
      } else if (!follow || this.isEnded || this.file.destroyed) {
        return
      } else {
        await once(this.changes, 'change', { signal: follow }).catch(() => {})
      }
    }
  }

  private add(texts: string[]): Promise<void> {
    const time = new Date().toISOString()
    const kept: Buffer[] = []
    for (const text of texts) {
      const line = Buffer.from(`${time} ${text}\n`)
      if (!this.lastLines && this.queuedBytes + line.length > MAX_BEGINNING_BYTES) {
        this.lastLines = new LastLines(MAX_END_BYTES)
        kept.push(this.count(Buffer.from(`${time} ${NEARLY_FULL}\n`)))
      }
      if (this.lastLines) this.lastLines.push(line)
      else kept.push(this.count(line))
    }
    return this.append(Buffer.concat(kept))
  }

  private addLastLines(): void {
    if (!this.lastLines) return
    const room = MAX_LOG_BYTES - LAST_LINE_BYTES - this.queuedBytes
    const lines = this.lastLines.take(room)
    const { droppedBytes } = this.lastLines
    if (droppedBytes > 0) {
      const what = `Its beginning and its last lines are kept; about ${Math.ceil(droppedBytes / 1024)} KiB in between are not.`
      const size = `${MAX_LOG_BYTES / 1024 / 1024} MiB`
      lines.push(Buffer.from(`${new Date().toISOString()} The log reached ${size}. ${what}\n`))
    }
    this.append(this.count(Buffer.concat(lines)))
  }

  private count(bytes: Buffer): Buffer {
    this.queuedBytes += bytes.length
    return bytes
  }

  /** Never rejects: a log that cannot be written is incomplete, but the run goes on. */
  private append(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.file.write(bytes, (error) => {
        if (!error) this.writtenBytes += bytes.length
        if (!error) this.changes.emit('change')
        resolve()
      })
    })
  }
}
