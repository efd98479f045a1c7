import { open, readFile } from 'node:fs/promises'
import { writeText } from '../files.ts'

/**
 * A file of lines that others can do without: an error of the disk loses lines, and nothing else. Each line begins
 * with the newline that ends the one before, so a line that a crash has torn spoils no other.
 */
export class LineFile {
  private queued = ''
  private turn: Promise<void> = Promise.resolve()

  constructor(private readonly path: string) {}

  /** Adds a line soon, with those of other calls. */
  add(line: string): void {
    if (!this.queued) this.enqueue(() => this.flush(false)).catch(() => {})
    this.queued += `\n${line}`
  }

  /** Adds a line. Resolves when it is on the disk; rejects if it cannot get there. */
  addNow(line: string): Promise<void> {
    this.queued += `\n${line}`
    return this.enqueue(() => this.flush(true))
  }

  /** Returns all lines; none if the file cannot be read. */
  async read(): Promise<string[]> {
    await this.settle()
    const text = await readFile(this.path, 'utf8').catch(() => '')
    return text.split('\n').filter(Boolean)
  }

  /**
   * Replaces the lines of earlier changes.
   * @param lines returns the lines when it is the turn of this change
   */
  replace(lines: () => string[]): void {
    const change = async () => {
      const text = lines().map((line) => `\n${line}`)
      await writeText(this.path, text.join(''))
    }
    this.enqueue(change).catch(() => {})
  }

  /** Waits for all pending changes. Never rejects. */
  async settle(): Promise<void> {
    await this.turn.catch(() => {})
  }

  private enqueue(change: () => Promise<void>): Promise<void> {
    this.turn = this.settle().then(change)
    return this.turn
  }

  private async flush(isSynced: boolean): Promise<void> {
    const text = this.queued
    this.queued = ''
    const file = await open(this.path, 'a')
    try {
      await file.appendFile(text)
      if (isSynced) await file.datasync()
    } finally {
      await file.close()
    }
  }
}
