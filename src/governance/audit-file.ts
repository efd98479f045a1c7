import { renameSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** A file that has this size is followed by a new one. In bytes. */
const MAX_FILE_BYTES = 10 * 1024 * 1024
/** How many older files are kept: `FILE.1` is the newest of them. */
export const OLD_FILES = 5
const LINE_FEED = 0x0a

interface AuditFileOptions {
  path: string
  /** Receives lines that could not be written, with the reason. It must not fail. */
  onFailure(line: string, reason: string): void
  /** Default: `MAX_FILE_BYTES`. */
  maxBytes?: number
}

/**
 * A file of whole lines, which is rotated by its size. Several servers may append to one file. A line that
 * cannot be written is passed on, and the next one is tried again.
 */
export class AuditFile {
  private file: FileHandle | undefined
  private last: Promise<void> = Promise.resolve()
  /** Whether the file ends within a line. */
  private isTorn = false

  constructor(private readonly options: AuditFileOptions) {}

  /** Appends a line, after those that were given before. Never fails. */
  write(line: string): Promise<void> {
    this.last = this.last.then(() => this.append(line))
    return this.last
  }

  /** Closes the file when all lines are written. */
  async close(): Promise<void> {
    await this.last
    await this.closeFile()
  }

  private async append(line: string): Promise<void> {
    try {
      const bytes = Buffer.byteLength(line) + 1
      const file = await this.openFor(bytes)
      const text = Buffer.from(`${this.isTorn ? '\n' : ''}${line}\n`)
      const { bytesWritten } = await file.write(text)
      if (bytesWritten > 0) this.isTorn = bytesWritten < text.length
      if (bytesWritten < text.length) throw new Error('only a part of the line was written')
    } catch (error) {
      await this.closeFile()
      this.options.onFailure(line, error instanceof Error ? error.message : String(error))
    }
  }

  /** Returns the open file, another one if there is no room for so many bytes, or if it was moved away. */
  private async openFor(bytes: number): Promise<FileHandle> {
    const { path, maxBytes = MAX_FILE_BYTES } = this.options
    const found = statSync(path, { throwIfNoEntry: false })
    // Nobody may read from it, and then a write never ends.
    if (found?.isFIFO()) throw new Error('it is a named pipe')
    if (found && found.size > 0 && found.size + bytes > maxBytes) {
      await this.closeFile()
      // Another server may have rotated the file meanwhile. What follows is one turn of the event loop.
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) + bytes > maxBytes) rotate(path)
    } else if (this.file && found?.ino !== (await this.file.stat()).ino) await this.closeFile()
    if (this.file) return this.file
    // Read as well, to see how the last line ends.
    this.file = await open(path, 'a+', 0o600)
    this.isTorn = await endsWithinLine(this.file)
    return this.file
  }

  private async closeFile(): Promise<void> {
    const { file } = this
    this.file = undefined
    await file?.close().catch(() => {})
  }
}

function rotate(path: string): void {
  for (let number = OLD_FILES - 1; number >= 1; number--)
    moveIfThere(`${path}.${number}`, `${path}.${number + 1}`)
  moveIfThere(path, `${path}.1`)
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

/** Returns whether the last line of a file has no end, as after a crash or on a full disk. */
async function endsWithinLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== LINE_FEED
}
