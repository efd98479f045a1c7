/** A body that is read once, and the bytes of it so far. Whoever stops early leaves it to be closed by who opened it. */
export class CountedBytes implements AsyncIterableIterator<Buffer> {
  private readonly source: AsyncIterator<Buffer>
  private bytes = 0
  private reachedEnd = false

  constructor(body: AsyncIterable<Buffer>) {
    this.source = body[Symbol.asyncIterator]()
  }

  /** The length of the body, if all of it was read. */
  get size(): number | undefined {
    return this.reachedEnd ? this.bytes : undefined
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Buffer>> {
    const result = await this.source.next()
    if (result.done) this.reachedEnd = true
    else this.bytes += result.value.length
    return result
  }
}
