/** A longer line is passed on in parts. In characters. */
const MAX_LINE_CHARS = 1024 * 1024

/** Splits text that arrives in chunks at line feeds only: a JSON line may have other separators. */
export class LineSplitter {
  private readonly decoder = new TextDecoder()
  private rest = ''

  /** @param onLine receives each line, without its line feed */
  constructor(private readonly onLine: (line: string) => void) {}

  add(chunk: Buffer): void {
    const lines = (this.rest + this.decoder.decode(chunk, { stream: true })).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) this.onLine(line)
    if (this.rest.length > MAX_LINE_CHARS) this.flush()
  }

  /** Passes on what has no line feed behind it. */
  flush(): void {
    if (this.rest !== '') this.onLine(this.rest)
    this.rest = ''
  }
}
