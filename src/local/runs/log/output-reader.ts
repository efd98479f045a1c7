import { fstatSync, ftruncateSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { LineSplitter } from './line-splitter.ts'
import { MAX_END_BYTES, MAX_LOG_BYTES, type RunLog } from './run-log.ts'

const READ_BYTES = 256 * 1024

/**
 * Output up to here is never cut. A log is full before its reader gets here, since each line is
 * longer in the log than in the output.
 */
const KEPT_BYTES = MAX_LOG_BYTES

/** Output is cut when there is more than this. */
const MAX_OUTPUT_BYTES = KEPT_BYTES + 4 * 1024 * 1024

const EMPTIED =
  'A process of the run emptied its output, so lines may be missing. ' +
  'It opens /dev/stdout or /dev/stderr as a file: write to the open descriptors instead (>&1, >&2).'

/** Moves the output of a process from its file to the log, while the process may still write. */
export class OutputReader {
  private readonly splitter = new LineSplitter()
  private readonly buffer = Buffer.allocUnsafe(READ_BYTES)
  private position = 0
  /** How many bytes were cut behind `KEPT_BYTES`, or skipped, and not yet counted in the log. */
  private missedBytes = 0
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
      if (size <= this.position) return
      await this.readPiece(size)
    }
  }

  /** Tells `read` to return soon. */
  stop(): void {
    this.isEnding = true
  }

  /** Reads what there is now to its end, even if the last line is not complete. */
  async end(): Promise<void> {
    const size = this.sizeNow()
    while (size > this.position) await this.readPiece(size)
    await this.addLines(this.splitter.end())
  }

  private sizeNow(): number {
    const { size } = fstatSync(this.file.fd)
    if (size < this.position) this.startAgain()
    return size
  }

  /**
   * Cuts a file that is too large, and returns its size. Only what a full log has no place for is
   * behind `KEPT_BYTES`, and the last of it is read before. Synchronous, so that the process has
   * hardly a moment to write between the look at the size and the cut.
   */
  private cut(): number {
    const size = this.sizeNow()
    if (size <= MAX_OUTPUT_BYTES) return size
    ftruncateSync(this.file.fd, KEPT_BYTES)
    this.missedBytes += size - Math.max(this.position, KEPT_BYTES)
    this.position = Math.min(this.position, KEPT_BYTES)
    return KEPT_BYTES
  }

  private async readPiece(size: number): Promise<void> {
    await this.skip(size)
    const end = this.position < KEPT_BYTES ? Math.min(size, KEPT_BYTES) : size
    const length = Math.min(READ_BYTES, end - this.position)
    const { bytesRead } = await this.file.read(this.buffer, 0, length, this.position)
    this.position += bytesRead
    await this.addLines(this.splitter.push(this.buffer.subarray(0, bytesRead)))
  }

  /** Skips what a full log would drop again. */
  private async skip(size: number): Promise<void> {
    if (!this.log.isFull || this.knownLines > 0) return
    const cutEnd = this.missedBytes > 0 ? KEPT_BYTES : 0
    const next = Math.max(this.position, size - MAX_END_BYTES, cutEnd)
    this.missedBytes += next - this.position
    this.position = next
    if (this.missedBytes === 0) return
    await this.addLines(this.splitter.end())
    this.log.skipOutput(this.missedBytes)
    this.missedBytes = 0
  }

  private async addLines(lines: string[]): Promise<void> {
    const known = Math.min(this.knownLines, lines.length)
    this.knownLines -= known
    if (lines.length > known) await this.log.addOutput(lines.slice(known))
  }

  private startAgain(): void {
    this.position = 0
    if (!this.wasEmptied) this.log.addLine(EMPTIED)
    this.wasEmptied = true
  }
}
