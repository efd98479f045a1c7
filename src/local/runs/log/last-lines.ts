/** The last lines of a log whose beginning is full. Older ones are dropped and counted. */
export class LastLines {
  private lines: Buffer[] = []
  private bytes = 0
  /** How many bytes were not kept. */
  droppedBytes = 0

  /** @param maxBytes how many bytes to keep; up to twice as many are in memory */
  constructor(private readonly maxBytes: number) {}

  push(line: Buffer): void {
    this.lines.push(line)
    this.bytes += line.length
    // Rarely, as it moves all lines that stay.
    if (this.bytes > 2 * this.maxBytes) this.trim(this.maxBytes)
  }

  /** Returns the last lines that fit, and drops the others. */
  take(maxBytes: number): Buffer[] {
    this.trim(Math.min(maxBytes, this.maxBytes))
    const { lines } = this
    this.lines = []
    this.bytes = 0
    return lines
  }

  private trim(maxBytes: number): void {
    let count = 0
    for (const { length } of this.lines) {
      if (this.bytes <= maxBytes) break
      this.bytes -= length
      this.droppedBytes += length
      count += 1
    }
    this.lines.splice(0, count)
  }
}
