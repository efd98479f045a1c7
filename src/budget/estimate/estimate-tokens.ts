import {
  CAPITAL,
  costs,
  DIGIT,
  END,
  FIRST_CJK,
  kinds,
  LETTER,
  lowerCase,
  SIGN,
  SPACE,
} from './character-costs.ts'
import { blankBefore, cjkCost, countJoined } from './cjk-costs.ts'
import { hashPair, RARE, rareCost, repeatCost, weightIndex, weights } from './merge-costs.ts'
import { RollingHash } from './rolling-hash.ts'
import { asciiSignCost, signCost } from './sign-costs.ts'
import { TextCursor } from './text-cursor.ts'
import { STEP } from './weights.generated.ts'
import { blanksCost, isNewline, spaceCost } from './whitespace-costs.ts'

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
/** Mixed in so that the same characters weigh differently in different places. */
const [ALONE, THREE, FOUR, LAST, LAST_TWO] = [0x10001, 0x5bd1e995, 0x27d4eb2f, 3, 7] as const
const [TITLE_CASE, FOREIGN_TITLE_CASE, SIGNS] = [0x20001, 0x20002, 0x3ade68b1] as const
const [ESCAPE, ESCAPE_AFTER_SIGNS, FOREIGN] = [0x100, 0x200, 0x300] as const

/** Reads one piece after the other and adds up what they cost. */
export class TokenEstimator extends TextCursor {
  tokens = 0

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
    const { codes, at: first } = this
    this.skip(CAPITAL)
    const end = this.skip(LETTER)
    const hash = new RollingHash(lead, 0)
    let cost = this.opening(lead, this.code(first))
    let [joined, levels, rare] = [0, 0, 0]
    for (let at = first; at < end; at++) {
      const code = codes[at] ?? 0
      const own = costs[code] ?? 0
      if (code >= FIRST_CJK) {
        joined = countJoined(joined, own, hash.last, code)
        cost += cjkCost(own, joined)
        hash.restart(code)
        continue
      }
      cost += own
      if (own > RARE) rare += rareCost(own, hash.last)
      const letter = at === first ? lowerCase(code) : code
      const repeats = hash.repeat(letter)
      hash.push(letter)
      if (repeats > 1) cost += repeatCost(letter, repeats)
      else {
        levels += this.weight(hash.two) + this.weight(hash.three + THREE)
        if (at > first) levels += this.weight(hash.four + FOUR)
      }
    }
    levels += this.lastLevels(hash)
    // Letters that merge with nothing cost their own at least, whatever their neighbours weigh.
    this.piece(Math.max(cost + STEP * levels, rare), start, end - first)
  }

  private lastLevels({ last, two, three }: RollingHash): number {
    if (last >= FIRST_CJK) return 0
    return this.weight(hashPair(two, LAST)) + this.weight(hashPair(three, LAST_TWO))
  }

  /** Returns what a word costs beside its letters. */
  private opening(lead: number, first: number): number {
    if (first >= FIRST_CJK && lead < ESCAPE)
      return lead === BLANK ? blankBefore(first) : lead === 0 ? 0 : 1
    const title = first < 128 ? TITLE_CASE : FOREIGN_TITLE_CASE
    const level = kinds[first] === CAPITAL ? this.weight(title) : 0
    return 1 + STEP * (level + this.weight(lead + ALONE))
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
    const { cost, last } = this.signRun(afterBlank ? BLANK : 0)
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

  /** Returns what signs cost up to the next character of another kind, and the last of them. */
  private signRun(before: number): { cost: number; last: number } {
    const { text, at: first } = this
    const end = this.skip(SIGN)
    const hash = new RollingHash(before, SIGNS)
    let [cost, alternations, earlier, last] = [0, 0, 0, before]
    for (let at = first; at < end; at++) {
      const code = text.codePointAt(at) ?? 0
      const repeats = hash.repeat(code)
      if (code > 127) {
        cost += signCost(code, last)
        const isPair = code > 0xffff ? 1 : 0
        hash.restart(FOREIGN + isPair)
        at += isPair
      } else if (repeats > 1) cost += repeatCost(code, repeats)
      else {
        alternations = code === earlier ? alternations + 1 : 0
        const before = hash.last
        hash.push(code)
        cost += asciiSignCost(before, this.signLevels(hash), alternations)
      }
      earlier = last
      last = code
    }
    return { cost, last }
  }

  private signLevels({ two, three, four }: RollingHash): number {
    return this.weight(two) + this.weight(three) + this.weight(four)
  }

  /** Whitespace: one token a run of the same character, its last blank left to what follows. */
  private spaces(): void {
    const first = this.at
    const end = this.skip(SPACE)
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
  return new TokenEstimator(text).run(most === undefined ? most : most / SAFETY).tokens * SAFETY
}
