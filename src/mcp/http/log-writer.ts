import { write, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Lines are written together: each write takes as long as a tenth of a call. In characters, and in milliseconds. */
const WRITE_CHARS = 4096
const WRITE_MS = 100
/** How much text waits in memory while nobody reads it, in characters; later lines are dropped. */
const MAX_WAITING_CHARS = 4 * 1024 * 1024
/** How long to wait for a reader: a pipe of 64 KiB that is read at once so passes 3 MB a second on. In milliseconds. */
const BUSY_MS = 20
/** How long to wait after an error that may pass, such as a full disk, in milliseconds. */
const RETRY_MS = 1000
/** How long the last lines may take at the end of the process, in milliseconds. */
const FLUSH_MS = 500

const writeTo = promisify(write)
const NOTHING = Buffer.alloc(0)

/**
 * Writes text to a file, pipe or terminal that may be slow, full or gone. No failure reaches the caller, and
 * none keeps the process from ending.
 */
export class LogWriter {
  private waiting = ''
  /** What is being written. */
  private rest: Buffer = NOTHING
  /** Whether the operating system has `rest` at the moment. */
  private isSubmitted = false
  private writing: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined
  private readonly ending = new AbortController()

  /** @param fd a file descriptor; if writes to it block, they may delay the end of the process */
  constructor(private readonly fd: number) {}

  /** Takes one or more lines, each with its line feed. */
  write(lines: string): void {
    if (this.waiting.length + this.rest.length + lines.length > MAX_WAITING_CHARS) return
    this.waiting += lines
    this.schedule()
  }

  /** Writes what still waits, at the end of the process. Gives up after 500 ms, or if it cannot be written. */
  async flush(): Promise<void> {
    this.ending.abort()
    const timeUp = new AbortController()
    const { signal } = timeUp
    await Promise.race([this.start(), sleep(FLUSH_MS, undefined, { signal }).catch(() => {})])
    timeUp.abort()
    this.drop()
  }

  /** The same for the last moment of the process, in which nothing can be awaited. */
  flushSync(): void {
    const until = performance.now() + FLUSH_MS
    const ours = this.isSubmitted ? NOTHING : this.rest
    let rest = Buffer.concat([ours, Buffer.from(this.waiting)])
    this.drop()
    while (rest.length > 0 && performance.now() < until) {
      try {
        rest = rest.subarray(writeSync(this.fd, rest))
      } catch (error) {
        if (!isBusy(error)) return
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_MS)
      }
    }
  }

  private get isEnding(): boolean {
    return this.ending.signal.aborted
  }

  private drop(): void {
    this.waiting = ''
    this.rest = NOTHING
  }

  /** Has the lines that wait written: at once if they are many, else together with those that follow. */
  private schedule(): void {
    if (this.writing || this.waiting === '') return
    if (this.waiting.length >= WRITE_CHARS) void this.start()
    else this.timer ??= setTimeout(() => void this.start(), WRITE_MS).unref()
  }

  private start(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.writing ??= this.writeAll().then(() => {
      this.writing = undefined
      this.schedule()
    })
    return this.writing
  }

  private async writeAll(): Promise<void> {
    do {
      if (this.rest.length === 0) {
        this.rest = Buffer.from(this.waiting)
        this.waiting = ''
      }
      if (this.rest.length === 0) return
      const error = await this.writeSome()
      if (error !== undefined) await this.pause(error)
    } while (this.rest.length > 0 || this.waiting.length >= (this.isEnding ? 1 : WRITE_CHARS))
  }

  /** Writes as much as can be written at once. Returns the error, if there was one. */
  private async writeSome(): Promise<unknown> {
    this.isSubmitted = true
    try {
      const { bytesWritten } = await writeTo(this.fd, this.rest)
      this.rest = this.rest.subarray(bytesWritten)
      return undefined
    } catch (error) {
      return error
    } finally {
      this.isSubmitted = false
    }
  }

  private async pause(error: unknown): Promise<void> {
    if (isBusy(error)) return sleep(BUSY_MS, undefined, { ref: this.isEnding })
    if (this.isEnding) return this.drop()
    const { signal } = this.ending
    await sleep(RETRY_MS, undefined, { ref: false, signal }).catch(() => {})
  }
}

/** Whether a file descriptor that does not block cannot take more at the moment. */
function isBusy(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EAGAIN' || code === 'EBUSY' || code === 'EINTR'
}
