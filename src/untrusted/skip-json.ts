import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../shared/json-bytes.ts'
import { type Grammar, LETTERS } from './grammar.ts'
import { literalAt } from './literals.ts'
import { isNumberComplete, NUMBER_END, NUMBER_INVALID, nextNumberState } from './number-grammar.ts'
import type { Piece } from './piece.ts'
import { InvalidJson } from './sink.ts'

/** Skips JSON that is not wanted, but checks its grammar. */
export class JsonSkipper {
  constructor(private readonly grammar: Grammar) {}

  /**
   * Skips whole tokens in an array or an object.
   * @param depth its level
   * @returns where it ends, or where a token begins that is not all in this piece
   */
  skip(piece: Piece, from: number, depth: number): number {
    for (let at = from; ; ) {
      const next = at < piece.bytes.length ? this.skipToken(piece, at, depth) : at
      if (next === at) return at
      at = next
    }
  }

  /** Returns where the next token begins; the same place if this one is not skipped. */
  private skipToken(piece: Piece, at: number, depth: number): number {
    const { grammar } = this
    const code = piece.bytes[at] ?? 0
    switch (code) {
      case QUOTE:
        return this.skipText(piece, at)
      case COMMA:
        grammar.comma()
        return at + 1
      case COLON:
        grammar.colon()
        return at + 1
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        grammar.open(code === OPEN_ARRAY)
        return at + 1
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        if (grammar.nesting.depth === depth) return at
        grammar.close(code === CLOSE_ARRAY)
        return at + 1
      case 32:
      case 10:
      case 13:
      case 9:
        grammar.blank(code)
        return at + 1
    }
    return code < LETTERS ? this.skipNumber(piece, at) : this.skipLiteral(piece, at)
  }

  private skipText(piece: Piece, at: number): number {
    const end = piece.textEnd(at + 1)
    if (end === piece.bytes.length) return at
    this.grammar.text()
    return end + 1
  }

  private skipNumber({ bytes }: Piece, at: number): number {
    let state = 0
    for (let end = at; end < bytes.length; end++) {
      const next = nextNumberState(state, bytes[end] ?? 0)
      if (next === NUMBER_END) {
        if (!isNumberComplete(state)) throw new InvalidJson()
        this.grammar.value()
        return end
      }
      if (next === NUMBER_INVALID) throw new InvalidJson()
      state = next
    }
    return at
  }

  private skipLiteral({ bytes }: Piece, at: number): number {
    const { word, isComplete } = literalAt(bytes, at)
    if (!isComplete) return at
    this.grammar.value()
    return at + word.length
  }
}
