import { CAPITAL, DIGIT, END, LETTER, SIGN, SPACE } from './character-costs.ts'
import { KnownCosts } from './known-costs.ts'
import { hashPair, weightIndex, weights } from './merge-costs.ts'
import { signRunCost } from './sign-costs.ts'
import { sharedCodes, TextCursor } from './text-cursor.ts'
import { STEP } from './weights.generated.ts'
import { blanksCost, isNewline, spaceCost } from './whitespace-costs.ts'
import { ESCAPE, ESCAPE_AFTER_SIGNS, wordCost } from './word-costs.ts'

/**
 * Estimates tokens of text that is about to enter a model's context: not fewer than the o200k_base
 * encoding counts, and at most 1.6 times as many on common kinds of content. It reads the text once,
 * splits it like the encoding's own pre-tokenizer and adds up what the pieces cost, in tokens. What the
 * vocabulary merges is known from weights of one to four neighbouring characters, which
 * scripts/fit-tokens.ts fits and measures.
 */

/** Lifts the fitted mean, which is 5 % above the count, to the middle of 1 and 1.6. */
export const SAFETY = 1.19
const [BLANK, BACKSLASH] = [32, 92] as const
const knownCosts = new KnownCosts()

/** Reads one piece after the other and adds up what they cost. */
export class TokenEstimator extends TextCursor {
  tokens = 0
  /** `scripts/fit-tokens.ts` has none, so that it sees each piece. */
  protected readonly known: KnownCosts | undefined = knownCosts

  /** Reads up to character `end`, or up to the piece with which there are more than `most` tokens. */
  run(most = Number.POSITIVE_INFINITY, end = this.codes.length): this {
    this.end = Math.min(end, this.codes.length)
    while (this.at < this.end && this.tokens <= most) this.next(this.kind())
    return this
  }

  /** Reads what begins here with a character of a kind. */
  protected next(kind: number): void {
    if (kind <= CAPITAL) this.word(0, this.at)
    else if (kind === DIGIT) this.digits()
    else if (kind === SPACE) this.spaces()
    else this.signs(false)
  }

  /** Returns the weight of a hash of characters. `scripts/fit-tokens.ts` overrides it to observe. */
  protected weight(hash: number): number {
    return weights[weightIndex(hash)] ?? 0
  }

  /** Adds the cost of the piece from `_start` up to here. `scripts/fit-tokens.ts` overrides it too. */
  protected piece(cost: number, _start: number, letters = 0): void {
    this.tokens += Math.max(1, cost, letters / 12) // even 'lalala' has no longer tokens
  }

  /** Letters up to a capital after a small one, with the sign or escape `lead` from `start` on. */
  private word(lead: number, start: number): void {
    const { codes, at: first, known } = this
    const found = known?.ofWord(codes, first, lead) ?? -1
    const end = found < 0 || !known ? this.wordEnd() : known.end
    this.at = end
    const cost = found > 0 ? found : this.wordCost({ lead, first, end })
    if (found === 0) known?.add(cost)
    this.piece(cost, start, end - first)
  }

  private wordEnd(): number {
    this.skip(CAPITAL)
    return this.skip(LETTER)
  }

  private wordCost(word: { lead: number; first: number; end: number }): number {
    return wordCost(this.codes, word, (hash) => this.weight(hash))
  }

  /** Digits go in threes, and every number below a thousand is one token. */
  private digits(): void {
    const first = this.at
    this.tokens += Math.ceil((this.skip(DIGIT) - first) / 3)
  }

  /** A run of signs with the blank before and the newlines after it; one sign may open a word. */
  private signs(afterBlank: boolean): void {
    const first = this.at
    const sign = this.code(first)
    if (!afterBlank && sign > BLANK && sign < 127 && this.kindAt(first + 1) <= CAPITAL) {
      this.at++
      if (this.escapes(sign)) this.word(this.code(this.at++) + ESCAPE, first)
      else this.word(sign, first)
      return
    }
    const start = afterBlank ? first - 1 : first
    const cost = this.signRun(afterBlank ? BLANK : 0)
    const last = this.code(this.at - 1)
    if (this.escapes(last)) {
      this.piece(cost, start)
      this.word(this.code(this.at++) + ESCAPE_AFTER_SIGNS, this.at - 1)
      return
    }
    let ends = 0
    if (isNewline(this.code(this.at)))
      ends = last > 127 ? 1 : STEP * this.weight(hashPair(last, 10))
    for (; isNewline(this.code(this.at)); this.at++) ends += 0.04
    this.piece(cost + ends, start)
  }

  /** Returns whether the next letter makes an escape of embedded JSON with the sign before it. */
  private escapes(sign: number): boolean {
    return sign === BACKSLASH && /^[nrtbfux]$/.test(this.text.charAt(this.at))
  }

  /** Reads signs up to the next character of another kind, and returns what they cost. */
  private signRun(before: number): number {
    const { codes, at: first, known } = this
    const found = known?.ofSigns(codes, first, before) ?? -1
    const end = found < 0 || !known ? this.skip(SIGN) : known.end
    this.at = end
    if (found > 0) return found
    const cost = signRunCost(this.text, { first, end, before }, (hash) => this.weight(hash))
    if (found === 0) known?.add(cost)
    return cost
  }

  /** Whitespace: one token a run of the same character, its last blank left to what follows. */
  private spaces(): void {
    const first = this.at
    const end = this.skip(SPACE)
    // A single blank belongs to what follows.
    if (end === first + 1 && this.code(first) === BLANK && this.kind() <= CAPITAL) {
      this.word(BLANK, first)
      return
    }
    let cost = 1
    for (let at = first + 1; at < end; at++) cost += spaceCost(this.code(at), this.code(at - 1))
    let line = end
    while (line > first && !isNewline(this.code(line - 1))) line--
    const next = this.kind()
    const last = this.code(end - 1)
    const opensNext = line < end && (next <= CAPITAL || (next === SIGN && last === BLANK))
    const where = { afterNewline: line > first, atEnd: next === END, opensNext }
    this.tokens += cost + blanksCost(end - line, where)
    if (opensNext && next <= CAPITAL) this.word(last, end - 1)
    else if (opensNext) this.signs(true)
  }
}

/** Returns an upper estimate of the tokens of `text`, or some number above `most` if there are more. */
export function estimateTokens(text: string, most = Number.POSITIVE_INFINITY): number {
  return Math.ceil(estimatePart(text, most))
}

/** Like `estimateTokens`, for a part of a text: the sum of the parts is rounded, not each. */
export function estimatePart(text: string, most?: number): number {
  const estimator = new TokenEstimator(text, sharedCodes(text))
  return estimator.run(most === undefined ? most : most / SAFETY).tokens * SAFETY
}
