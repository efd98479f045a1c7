import { fstatSync, ftruncateSync, readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { LineSplitter } from './line-splitter.ts'
import { OUTPUT_HEADER } from './output-file.ts'
import { MAX_END_BYTES, MAX_LOG_BYTES, type RunLog } from './run-log.ts'

const READ_BYTES = 256 * 1024

/**
 * Output up to here is never cut. A log is full before its reader gets here, since each line is
 * longer in the log than in the output.
 */
const KEPT_BYTES = MAX_LOG_BYTES

/** Output is cut when there is more than this. */
const MAX_OUTPUT_BYTES = KEPT_BYTES + 2 * 1024 * 1024

/** How often to read on before a cut while the process writes. */
const MAX_END_READS = 8

const EMPTIED =
  'A process of the run emptied its output, so lines may be missing. ' +
  'It opens /dev/stdout or /dev/stderr as a file: write to the open descriptors instead (>&1, >&2).'

/** Moves the output of a process from its file to the log, while the process may still write. */
export class OutputReader {
  private readonly splitter = new LineSplitter()
  private readonly buffer = Buffer.allocUnsafe(READ_BYTES)
  private position = OUTPUT_HEADER.length
  /** How many bytes behind `KEPT_BYTES` were cut and are not yet counted in the log. */
  private missedBytes = 0
  /** What was read before the last cut, and comes next behind `KEPT_BYTES`. */
  private held: Buffer = Buffer.alloc(0)
  private wasEmptied = false
  private isEnding = false

  /**
   * @param file open to read, and also to write for `read`
   * @param knownLines how many lines of the output are in the log already
   */
  constructor(
    private readonly file: FileHandle,
    private readonly log: RunLog,
    private knownLines = 0,
  ) {}

  /** Reads until there is no more, or `end` is called. Keeps the file below its bound. */
  async read(): Promise<void> {
    while (!this.isEnding) {
      const size = this.cut()
      if (size <= this.position || !(await this.readPiece(size))) return
    }
  }

  /** Tells `read` to return soon. */
  stop(): void {
    this.isEnding = true
  }

  /** Reads what there is now to its end, even if the last line is not complete. */
  async end(): Promise<void> {
    const size = this.sizeNow()
    let isMore = size > this.position
    while (isMore) isMore = (await this.readPiece(size)) && size > this.position
    if (this.missedBytes + this.held.length > 0) await this.skip(size)
    await this.addLines(this.splitter.end())
  }

  private sizeNow(): number {
    const { size } = fstatSync(this.file.fd)
    if (size < this.position || !this.hasHeader()) this.startAgain()
    return size
  }

  private hasHeader(): boolean {
    if (this.wasEmptied) return true
    const bytes = Buffer.alloc(OUTPUT_HEADER.length)
    readSync(this.file.fd, bytes, 0, bytes.length, 0)
    return bytes.equals(OUTPUT_HEADER)
  }

  /**
   * Cuts a file that is too large, and returns its size. Only what a full log has no place for is
   * behind `KEPT_BYTES`, and its end is held. Synchronous, so that the process has hardly a moment
   * to write between the last look and the cut.
   */
  private cut(): number {
    const size = this.sizeNow()
    if (size <= MAX_OUTPUT_BYTES) return size
    const cutFrom = Math.max(this.position, KEPT_BYTES)
    const end = this.readEnd(Math.max(cutFrom, size - MAX_END_BYTES))
    const unread = this.sizeNow() - end.from - end.bytes.length
    ftruncateSync(this.file.fd, KEPT_BYTES)
    this.missedBytes += this.held.length + end.from - cutFrom + Math.max(0, unread)
    this.held = end.bytes
    this.position = Math.min(this.position, KEPT_BYTES)
    return KEPT_BYTES
  }

  /** Reads to the end of the file, and keeps the last of it. */
  private readEnd(start: number): { from: number; bytes: Buffer } {
    const bytes = Buffer.alloc(2 * MAX_END_BYTES)
    let [from, count] = [start, 0]
    for (let reads = 0; reads < MAX_END_READS; reads += 1) {
      const read = readSync(this.file.fd, bytes, count, bytes.length - count, from + count)
      if (read === 0) break
      count += read
      const excess = Math.max(0, count - MAX_END_BYTES)
      bytes.copyWithin(0, excess, count)
      from += excess
      count -= excess
    }
    return { from, bytes: bytes.subarray(0, count) }
  }

  /** Tells whether there was something to read: a process may empty the file at any time. */
  private async readPiece(size: number): Promise<boolean> {
    await this.skip(size)
    const end = this.position < KEPT_BYTES ? Math.min(size, KEPT_BYTES) : size
    const length = Math.min(READ_BYTES, end - this.position)
    const { bytesRead } = await this.file.read(this.buffer, 0, length, this.position)
    this.position += bytesRead
    await this.addLines(this.splitter.push(this.buffer.subarray(0, bytesRead)))
    return bytesRead > 0
  }

  /** Goes on behind what was cut, or what a full log would drop again. */
  private async skip(size: number): Promise<void> {
    if (!this.log.isFull || this.knownLines > 0) return
    const wasCut = this.missedBytes + this.held.length > 0
    const next = Math.max(this.position, size - MAX_END_BYTES, wasCut ? KEPT_BYTES : 0)
    const held = next > KEPT_BYTES ? Buffer.alloc(0) : this.held
    const missed = this.missedBytes + this.held.length - held.length + next - this.position
    this.position = next
    this.missedBytes = 0
    this.held = Buffer.alloc(0)
    if (missed > 0) {
      await this.addLines(this.splitter.end())
      this.log.skipOutput(missed)
    }
    if (held.length > 0) await this.addLines(this.splitter.push(held))
  }

  private async addLines(lines: string[]): Promise<void> {
    const known = Math.min(this.knownLines, lines.length)
    this.knownLines -= known
    if (lines.length > known) await this.log.addOutput(lines.slice(known))
  }

  private startAgain(): void {
    this.position = 0
    // In the log before what follows. There is no need to wait until it is in the file.
    this.addLines(this.splitter.end())
    this.log.skipOutput(this.missedBytes + this.held.length)
    this.missedBytes = 0
    this.held = Buffer.alloc(0)
    if (!this.wasEmptied) this.log.addLine(EMPTIED)
    this.wasEmptied = true
  }
}
