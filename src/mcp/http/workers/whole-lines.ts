/** A longer line is passed on in parts. In characters. */
const MAX_LINE_CHARS = 1024 * 1024

/** Passes text that arrives in chunks on in whole lines, so that those of several processes do not mix. */
export class WholeLines {
  private readonly decoder = new TextDecoder()
  private rest = ''

  /** @param onLines receives one or more lines, without the last line feed */
  constructor(private readonly onLines: (lines: string) => void) {}

  add(chunk: Buffer): void {
    const text = this.rest + this.decoder.decode(chunk, { stream: true })
    // Only a line feed ends a line: one of JSON may have other separators.
    const end = text.lastIndexOf('\n')
    this.rest = text.slice(end + 1)
    if (end !== -1) this.onLines(text.slice(0, end))
    if (this.rest.length > MAX_LINE_CHARS) this.flush()
  }

  /** Passes on what has no line feed behind it. */
  flush(): void {
    if (this.rest !== '') this.onLines(this.rest)
    this.rest = ''
  }
}
