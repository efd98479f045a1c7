import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../shared/json-bytes.ts'
import { countControls } from './control-chars.ts'
import { Grammar, LETTERS } from './grammar.ts'
import { literalAt } from './literals.ts'
import { isNumberComplete, NUMBER_END, NUMBER_INVALID, nextNumberState } from './number-grammar.ts'
import { Piece } from './piece.ts'
import { InvalidJson, type Sink } from './sink.ts'
import { JsonSkipper } from './skip-json.ts'
import { NO_BYTES, TextToken } from './text-token.ts'

/**
 * Reads JSON in pieces of UTF-8 and passes what is of interest to a sink. Accepts what `JSON.parse` accepts.
 * Its memory does not grow with the text, except by one byte for each level of nesting.
 */
export class JsonScanner {
  private readonly grammar = new Grammar()
  private readonly skipper = new JsonSkipper(this.grammar)
  /** The token that the next piece goes on with. */
  private inside: 'key' | 'text' | 'number' | undefined
  /** The level from which on everything is skipped; 0 for none. */
  private skipFrom = 0
  /** The end of a piece that makes sense only with the next one, such as half an escape. */
  private pending = NO_BYTES
  private numberState = 0
  private numberChars = 0
  private readonly token = new TextToken()

  constructor(private readonly sink: Sink) {}

  /** @throws {InvalidJson | TooDeep} */
  write(bytes: Buffer): void {
    const all = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes])
    const piece = new Piece(all)
    this.pending = NO_BYTES
    this.grammar.blanks = 0
    for (let at = 0; at < all.length; ) at = this.step(piece, at)
    if (this.inside === 'text') this.passPart()
    // Texts are not looked through for control characters: there are as many as between tokens, or some are in texts.
    if (this.grammar.blanks !== countControls(all)) throw new InvalidJson()
  }

  /** @throws {InvalidJson} if the text is not complete */
  end(): void {
    if (this.inside === 'number') this.finishNumber()
    if (this.pending.length > 0 || this.inside || !this.grammar.isComplete) throw new InvalidJson()
  }

  /** Reads one token, or a part of one, or all that is to be skipped; returns where the next begins. */
  private step(piece: Piece, at: number): number {
    if (this.inside === 'number') return this.readNumber(piece.bytes, at)
    if (this.inside) return this.readText(piece, at)
    if (this.skipFrom === 0) return this.readToken(piece, at)
    const next = this.skipper.skip(piece, at, this.skipFrom)
    return next === at ? this.readToken(piece, at) : next
  }

  private readToken(piece: Piece, at: number): number {
    const code = piece.bytes[at] ?? 0
    if (code === 32 || code === 10 || code === 13 || code === 9) this.grammar.blank(code)
    else if (code === COMMA) this.grammar.comma()
    else if (code === COLON) this.grammar.colon()
    else if (code === QUOTE) this.beginText()
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) this.open(code === OPEN_ARRAY)
    else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) this.close(code === CLOSE_ARRAY)
    else if (code < LETTERS) return this.beginNumber(piece.bytes, at)
    else return this.readLiteral(piece.bytes, at)
    return at + 1
  }

  private beginText(): void {
    const { isKeyNext } = this.grammar
    this.grammar.text()
    this.inside = isKeyNext ? 'key' : 'text'
    if (this.skipFrom > 0) this.token.begin(0)
    else this.token.begin(isKeyNext ? this.sink.keyChars() : this.sink.begin(true))
  }

  private readText(piece: Piece, at: number): number {
    const end = this.token.read(piece, at)
    this.pending = this.token.rest
    if (!this.token.isComplete) return end
    if (this.inside === 'key') this.finishKey()
    else this.finishText()
    this.inside = undefined
    return end
  }

  private open(isArray: boolean): void {
    this.grammar.open(isArray)
    if (this.skipFrom === 0 && !this.sink.open(isArray)) this.skipFrom = this.grammar.nesting.depth
  }

  private close(isArray: boolean): void {
    const { depth } = this.grammar.nesting
    this.grammar.close(isArray)
    if (this.skipFrom === 0) this.sink.close()
    else if (this.skipFrom === depth) this.skipFrom = 0
  }

  private beginNumber(bytes: Buffer, at: number): number {
    this.grammar.value()
    this.token.begin(this.skipFrom > 0 ? 0 : this.sink.begin(false))
    this.inside = 'number'
    this.numberState = 0
    this.numberChars = 0
    return this.readNumber(bytes, at)
  }

  private readNumber(bytes: Buffer, at: number): number {
    let end = at
    let state = this.numberState
    for (; end < bytes.length; end++) {
      const next = nextNumberState(state, bytes[end] ?? 0)
      if (next === NUMBER_INVALID) throw new InvalidJson()
      if (next === NUMBER_END) break
      state = next
    }
    this.numberState = state
    this.numberChars += end - at
    if (this.token.isWanted) this.token.keep(bytes, at, end)
    if (end < bytes.length) this.finishNumber()
    return end
  }

  private finishNumber(): void {
    if (!isNumberComplete(this.numberState)) throw new InvalidJson()
    this.inside = undefined
    if (this.token.isWanted) this.sink.number(this.token.raw(), this.numberChars)
  }

  private readLiteral(bytes: Buffer, at: number): number {
    const { word, value, isComplete } = literalAt(bytes, at)
    if (!isComplete) {
      this.pending = Buffer.from(bytes.subarray(at))
      return bytes.length
    }
    this.grammar.value()
    if (this.skipFrom === 0 && this.sink.begin(false) > 0) this.sink.literal(value)
    return at + word.length
  }

  private finishKey(): void {
    if (this.skipFrom > 0) return
    const { start, length } = this.token.text()
    this.sink.key(start, length)
  }

  private finishText(): void {
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
