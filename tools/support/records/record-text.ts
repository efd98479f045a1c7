import { readTextPart, type TextPart } from '../../../src/budget/text-page.ts'

interface Page {
  /** The character with which the page begins. */
  offset: number
  maxChars: number
}

/** The text of a record that is read as JSON, and shown as text if it is not JSON. */
export class RecordText {
  private readonly source: AsyncIterator<string>
  private kept = ''
  private passed = 0
  private length = 0
  private reachedEnd = false

  constructor(
    text: AsyncIterable<string>,
    private readonly shown: Page,
  ) {
    this.source = text[Symbol.asyncIterator]()
  }

  /** Bytes of the text, if all of it was read. */
  get bytes(): number | undefined {
    return this.reachedEnd ? this.length : undefined
  }

  /** Yields the text, and keeps what the page shows. Whoever stops early may still read the page. */
  async *pieces(): AsyncGenerator<string> {
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece
  }

  /** Returns the page of the text, after some or all of it was read as JSON. */
  page(): Promise<TextPart> {
    const { offset, maxChars } = this.shown
    return readTextPart(this.replayed(), maxChars, Math.max(0, offset - this.passed)).then(
      (part) => ({ ...part, from: part.from + this.passed }),
    )
  }

  private async *replayed(): AsyncGenerator<string> {
    const { kept } = this
    yield kept
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece
  }

  private async next(): Promise<string | undefined> {
    const { value, done } = await this.source.next()
    if (done) {
      this.reachedEnd = true
      return undefined
    }
    this.length += Buffer.byteLength(value)
    this.keep(value)
    return value
  }

  private keep(piece: string): void {
    const { offset, maxChars } = this.shown
    if (this.kept.length > maxChars) return
    this.kept += piece
    const before = Math.min(this.kept.length, offset - this.passed)
    this.kept = this.kept.slice(before)
    this.passed += before
  }
}
