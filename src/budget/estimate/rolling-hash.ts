import { hashPair } from './merge-costs.ts'

/** Hashes of the last two to four characters of a piece, which tell where their weights are. */
export class RollingHash {
  /** The last character, or what stands for it. */
  last: number
  two: number
  three = 0
  four = 0
  private repeats = 0

  /**
   * @param lead what stands before the first character, or 0
   * @param salt makes the same two characters weigh differently in another kind of piece
   */
  constructor(
    lead: number,
    private readonly salt: number,
  ) {
    this.last = lead
    this.two = lead
  }

  /** Returns how many times in a row `code` repeats the last character. */
  repeat(code: number): number {
    this.repeats = code === this.last ? this.repeats + 1 : 0
    return this.repeats
  }

  push(code: number): void {
    this.four = hashPair(this.three, code)
    this.three = hashPair(this.two, code)
    this.two = (hashPair(this.last, code) + this.salt) | 0
    this.last = code
  }

  /** Goes on after a character that has no weights. @param code what stands for it */
  restart(code: number): void {
    this.last = this.two = this.three = code
  }
}
