/** The length of the pieces that go to a worker, in characters. */
const PIECE_CHARS = 256 * 1024

/** The beginning of a document, which is read before it is known how long the document is. */
export class Beginning {
  private readonly parts: string[] = []
  private length = 0
  private reachedEnd = false

  constructor(private readonly source: AsyncIterator<string>) {}

  /** How many characters there are so far. */
  get chars(): number {
    return this.length
  }

  get text(): string {
    return this.parts.join('')
  }

  /** Reads until there are more than `chars` characters. Returns whether that is all of the document. */
  async read(chars: number): Promise<boolean> {
    while (!this.reachedEnd && this.length <= chars) {
      const { value, done } = await this.source.next()
      if (done) this.reachedEnd = true
      else this.add(value)
    }
    return this.reachedEnd && this.length <= chars
  }

  /** Yields the document from its beginning, in pieces of some length. */
  async *resumed(): AsyncGenerator<string> {
    while (!this.reachedEnd) {
      if (this.length >= PIECE_CHARS) yield this.take()
      const { value, done } = await this.source.next()
      if (done) this.reachedEnd = true
      else this.add(value)
    }
    if (this.length > 0) yield this.take()
  }

  private add(part: string): void {
    this.parts.push(part)
    this.length += part.length
  }

  private take(): string {
    const { text } = this
    this.parts.length = 0
    this.length = 0
    return text
  }
}
