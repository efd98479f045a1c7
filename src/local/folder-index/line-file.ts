import { appendFile, readFile } from 'node:fs/promises'
import { writeText } from '../files.ts'

/**
 * A file of lines that others can do without: an error of the disk loses lines, and nothing else. Each line begins
 * with the newline that ends the one before, so a line that a crash has torn spoils no other.
 */
export class LineFile {
  private queued = ''
  private lines = 0
  private turn: Promise<void> = Promise.resolve()

  constructor(private readonly path: string) {}

  /** How many lines the file has, with those that wait; before the first `read` only those that were added. */
  get count(): number {
    return this.lines
  }

  /** Adds a line soon, with those of other calls. */
  add(line: string): void {
    if (!this.queued) this.enqueue(() => this.flush())
    this.queued += `\n${line}`
    this.lines += 1
  }

  /** Returns all lines; none if the file cannot be read. */
  async read(): Promise<string[]> {
    await this.settle()
    const text = await readFile(this.path, 'utf8').catch(() => '')
    const lines = text.split('\n').filter(Boolean)
    this.lines = lines.length
    return lines
  }

  /**
   * Replaces the lines of earlier changes.
   * @param linesOf returns the lines when it is the turn of this change
   */
  replace(linesOf: () => string[]): void {
    // Counted now, so that the lines are not replaced again while this waits.
    this.lines = 0
    this.enqueue(async () => {
      const lines = linesOf()
      this.lines += lines.length
      await writeText(this.path, lines.map((line) => `\n${line}`).join(''))
    })
  }

  /** Waits for all pending changes. Never rejects. */
  settle(): Promise<void> {
    return this.turn
  }

  private enqueue(change: () => Promise<void>): void {
    this.turn = this.turn.then(change).catch(() => {})
  }

  private async flush(): Promise<void> {
    const text = this.queued
    this.queued = ''
    await appendFile(this.path, text)
  }
}
