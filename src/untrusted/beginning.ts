/** The beginning of a document, which is read before it is known how long the document is. */
export class Beginning {
  private readonly parts: Buffer[] = []
  private length = 0
  private reachedEnd = false

  constructor(private readonly source: AsyncIterator<Buffer>) {}

  /** How many bytes there are so far. */
  get bytes(): number {
    return this.length
  }

  /** The beginning, decoded. */
  get text(): string {
    return Buffer.concat(this.parts).toString('utf8')
  }

  /** Reads until there are more than `bytes` bytes. Returns whether that is all of the document. */
  async read(bytes: number): Promise<boolean> {
    while (!this.reachedEnd && this.length <= bytes) {
      const { value, done } = await this.source.next()
      if (done) this.reachedEnd = true
      else {
        this.parts.push(value)
        this.length += value.length
      }
    }
    return this.reachedEnd && this.length <= bytes
  }

  /** Yields the document from its beginning. */
  async *resumed(): AsyncGenerator<Buffer> {
    for (let part = this.parts.shift(); part; part = this.parts.shift()) yield part
    while (!this.reachedEnd) {
      const { value, done } = await this.source.next()
      if (done) this.reachedEnd = true
      else yield value
    }
  }
}
