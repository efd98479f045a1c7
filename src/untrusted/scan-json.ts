import { Nesting } from './nesting.ts'
import { isNumberComplete, NUMBER_END, NUMBER_INVALID, nextNumberState } from './number-grammar.ts'
import { InvalidJson, type Sink } from './sink.ts'
import { TextToken } from './text-token.ts'

// What may come next.
const VALUE = 0
const FIRST_ENTRY = 1
const FIRST_KEY = 2
const KEY = 3
const COLON = 4
const AFTER_VALUE = 5
const IN_KEY = 6
const IN_TEXT = 7
const IN_NUMBER = 8

const LITERALS = new Map<number, [word: string, value: boolean | null]>([
  [116, ['true', true]],
  [102, ['false', false]],
  [110, ['null', null]],
])
const QUOTE = 34
/** Signs and digits come before. */
const LETTERS = 65
const COMMA = 44
const ARRAY = 91
const ARRAY_END = 93
const OBJECT = 123
const OBJECT_END = 125

/**
 * Reads JSON in pieces and passes what is of interest to a sink. Accepts what `JSON.parse` accepts. Its
 * memory does not grow with the text, except by one byte for each level of nesting.
 */
export class JsonScanner {
  private state = VALUE
  private readonly nesting = new Nesting()
  /** The level from which on everything is skipped; 0 for none. */
  private skipFrom = 0
  /** The end of a piece that makes sense only with the next one, such as half an escape. */
  private pending = ''
  private numberState = 0
  private numberChars = 0
  private readonly token = new TextToken()

  constructor(private readonly sink: Sink) {}

  /** @throws {InvalidJson | TooDeep} */
  write(piece: string): void {
    const text = this.pending === '' ? piece : this.pending + piece
    this.pending = ''
    for (let at = 0; at < text.length; ) at = this.step(text, at)
    if (this.state === IN_TEXT) this.passPart()
  }

  /** @throws {InvalidJson} if the text is not complete */
  end(): void {
    if (this.state === IN_NUMBER) this.finishNumber()
    if (this.pending !== '' || this.nesting.depth > 0 || this.state !== AFTER_VALUE)
      throw new InvalidJson()
  }

  /** Reads one token, or a part of one, and returns where the next begins. */
  private step(text: string, at: number): number {
    if (this.state >= IN_KEY) return this.inToken(text, at)
    const code = text.charCodeAt(at)
    if (code === 32 || code === 10 || code === 13 || code === 9) return at + 1
    if (this.state === AFTER_VALUE) this.afterValue(code)
    else if (this.state === COLON) this.expect(code === 58, VALUE)
    else if (this.state === KEY || this.state === FIRST_KEY) this.beginKey(code)
    else return this.beginValue(text, at, code)
    return at + 1
  }

  private inToken(text: string, at: number): number {
    if (this.state === IN_NUMBER) return this.readNumber(text, at)
    const end = this.token.read(text, at)
    if (end === undefined) throw new InvalidJson()
    this.pending = this.token.rest
    if (!this.token.isComplete) return end
    if (this.state === IN_KEY) this.finishKey()
    else this.finishText()
    return end
  }

  private expect(isMet: boolean, next: number): void {
    if (!isMet) throw new InvalidJson()
    this.state = next
  }

  private afterValue(code: number): void {
    if (code !== COMMA) this.close(code)
    else this.expect(this.nesting.depth > 0, this.nesting.inArray ? VALUE : KEY)
  }

  private beginKey(code: number): void {
    if (code === OBJECT_END && this.state === FIRST_KEY) this.close(code)
    else {
      this.expect(code === QUOTE, IN_KEY)
      this.token.begin(this.skipFrom > 0 ? 0 : this.sink.keyChars())
    }
  }

  private beginValue(text: string, at: number, code: number): number {
    if (code === QUOTE) {
      this.token.begin(this.skipFrom > 0 ? 0 : this.sink.begin(true))
      this.state = IN_TEXT
      return at + 1
    }
    if (code < LETTERS && code !== ARRAY) return this.beginNumber(text, at)
    if (code === ARRAY || code === OBJECT) this.open(code === ARRAY)
    else if (code === ARRAY_END && this.state === FIRST_ENTRY) this.close(code)
    else return this.readLiteral(text, at, code)
    return at + 1
  }

  private open(isArray: boolean): void {
    this.nesting.push(isArray)
    this.state = isArray ? FIRST_ENTRY : FIRST_KEY
    if (this.skipFrom === 0 && !this.sink.open(isArray)) this.skipFrom = this.nesting.depth
  }

  private close(code: number): void {
    const { depth, inArray } = this.nesting
    this.expect(depth > 0 && code === (inArray ? ARRAY_END : OBJECT_END), AFTER_VALUE)
    if (this.skipFrom === 0) this.sink.close()
    else if (this.skipFrom === depth) this.skipFrom = 0
    this.nesting.pop()
  }

  private beginNumber(text: string, at: number): number {
    this.token.begin(this.skipFrom > 0 ? 0 : this.sink.begin(false))
    this.state = IN_NUMBER
    this.numberState = 0
    this.numberChars = 0
    return this.readNumber(text, at)
  }

  private readLiteral(text: string, at: number, code: number): number {
    const [word, value] = LITERALS.get(code) ?? ['', null]
    const found = text.slice(at, at + word.length)
    if (found === '' || !word.startsWith(found)) throw new InvalidJson()
    if (found !== word) {
      this.pending = found
      return text.length
    }
    const isWanted = this.skipFrom === 0 && this.sink.begin(false) > 0
    if (isWanted) this.sink.literal(value)
    this.state = AFTER_VALUE
    return at + word.length
  }

  private readNumber(text: string, at: number): number {
    let end = at
    let state = this.numberState
    for (; end < text.length; end++) {
      const next = nextNumberState(state, text.charCodeAt(end))
      if (next === NUMBER_INVALID) throw new InvalidJson()
      if (next === NUMBER_END) break
      state = next
    }
    this.numberState = state
    this.numberChars += end - at
    if (this.token.isWanted) this.token.keep(text, at, end)
    if (end < text.length) this.finishNumber()
    return end
  }

  private finishNumber(): void {
    this.expect(isNumberComplete(this.numberState), AFTER_VALUE)
    if (this.token.isWanted) this.sink.number(this.token.raw(), this.numberChars)
  }

  private finishKey(): void {
    this.state = COLON
    if (this.skipFrom > 0) return
    const { start, length } = this.token.text()
    this.sink.key(start, length)
  }

  private finishText(): void {
    this.state = AFTER_VALUE
    if (!this.token.isWanted) return
    if (this.token.isEndless) this.sink.part(this.token.takePart(true))
    const { start, length } = this.token.text()
    this.sink.text(start, length)
  }

  private passPart(): void {
    if (!this.token.isEndless) return
    const part = this.token.takePart(false)
    if (part !== '') this.sink.part(part)
  }
}
