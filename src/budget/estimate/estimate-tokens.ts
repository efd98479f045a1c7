import { CAPITAL, costs, DIGIT, END, FIRST_CJK, kinds, SIGN, SPACE } from './character-costs.ts'
import {
  blankBefore,
  hashPair,
  mayMerge,
  repeatCost,
  signCost,
  weightIndex,
  weights,
} from './merge-costs.ts'
import { STEP } from './weights.generated.ts'

/**
 * A token estimate for text about to enter a model's context: not below what the o200k_base encoding
 * counts, at most 1.6 times that on common kinds of content. It reads the text once, cuts it like the
 * encoding's own pre-tokenizer and prices every piece, in tokens: what the vocabulary merges is told
 * by weights of one to four neighbouring characters, which scripts/fit-tokens.ts fits and measures.
 */

/** Lifts the fitted mean, which is 5 % above the count, to the middle of 1 and 1.6. */
const SAFETY = 1.19
const [BLANK, BACKSLASH] = [32, 92] as const
/** Mixed in so that the same characters weigh differently in different places. */
const [ALONE, THREE, FOUR, LAST, LAST_TWO] = [0x10001, 0x5bd1e995, 0x27d4eb2f, 3, 7] as const
const [RARE, PARTED] = [1.5, 0.8] as const // a letter of more merges with none, and parts others
const [TITLE_CASE, FOREIGN_TITLE_CASE, SIGNS] = [0x20001, 0x20002, 0x3ade68b1] as const
const [ESCAPE, ESCAPE_AFTER_SIGNS, FOREIGN, EMOJI] = [0x100, 0x200, 0x300, 0x301] as const
const isNewline = (code: number): boolean => code === 10 || code === 13

/** Reads one piece after the other and adds up what they cost. */
export class TokenEstimator {
  tokens = 0
  protected at = 0
  constructor(protected readonly text: string) {}

  run(): this {
    for (let kind = this.kind(); kind !== END; kind = this.kind()) {
      if (kind <= CAPITAL) this.word(0, this.at)
      else if (kind === DIGIT) this.digits()
      else if (kind === SPACE) this.spaces()
      else this.signs(false)
    }
    return this
  }

  /** The level of a mixture of characters; the fit looks on. */
  protected weight(mixed: number): number {
    return weights[weightIndex(mixed)] ?? 0
  }

  /** Takes in the weighed piece of the text from `_start` up to here; the fit looks on. */
  protected piece(cost: number, _start: number, letters = 0): void {
    this.tokens += Math.max(1, cost, letters / 12) // even 'lalala' has no longer tokens
  }

  private kind(): number {
    return this.at < this.text.length ? (kinds[this.text.charCodeAt(this.at)] ?? SIGN) : END
  }

  /** Letters up to a capital after a small one, with the sign or escape `lead` from `start` on. */
  private word(lead: number, start: number): void {
    const { text, at: first } = this
    let at = first
    let cost = this.opening(lead, text.charCodeAt(at))
    let previous = lead
    let upper = false
    let two = lead
    let [joined, run, three, levels, rare] = [0, 0, 0, 0, 0]
    for (; at < text.length; at++) {
      let code = text.charCodeAt(at)
      const kind = kinds[code] ?? SIGN
      if (kind > CAPITAL || (kind === CAPITAL && !upper && at > first)) break
      upper = kind === CAPITAL
      if (code >= FIRST_CJK) {
        joined = costs[code] === 1 && mayMerge(previous, code) ? joined + 1 : 0
        cost += joined === 0 ? (costs[code] ?? 1) : joined === 1 ? 0.25 : 0.45
        two = three = previous = code
        continue
      }
      if (code > 127) {
        const own = costs[code] ?? 0
        cost += own
        if (own > RARE) rare += (costs[previous] ?? 0) > RARE ? own : own + PARTED
      }
      if (upper && at === first) code += 32 // weighs like the small letter
      run = code === previous ? run + 1 : 0
      const four = hashPair(three, code)
      three = hashPair(two, code)
      two = hashPair(previous, code)
      if (run > 1) cost += code < 128 ? repeatCost(code, run) : 0.95
      else {
        levels += this.weight(two) + this.weight(three + THREE)
        if (at > first) levels += this.weight(four + FOUR)
      }
      previous = code
    }
    if (previous < FIRST_CJK)
      levels += this.weight(hashPair(two, LAST)) + this.weight(hashPair(three, LAST_TWO))
    this.at = at
    // Letters that merge with nothing cost their own at least, whatever their neighbours weigh.
    this.piece(Math.max(cost + STEP * levels, rare), start, at - first)
  }

  /** What a word costs beside its letters. */
  private opening(lead: number, first: number): number {
    if (first >= FIRST_CJK && lead < ESCAPE)
      return lead === BLANK ? blankBefore(first) : lead === 0 ? 0 : 1
    const title = first < 128 ? TITLE_CASE : FOREIGN_TITLE_CASE
    const level = kinds[first] === CAPITAL ? this.weight(title) : 0
    return 1 + STEP * (level + this.weight(lead + ALONE))
  }

  /** Digits go in threes, and every number below a thousand is one token. */
  private digits(): void {
    for (let i = 0; this.kind() === DIGIT; i++, this.at++) if (i % 3 === 0) this.tokens++
  }

  /** A run of signs with the blank before and the newlines after it; one sign may open a word. */
  private signs(afterBlank: boolean): void {
    const { text, at: first } = this
    const sign = text.charCodeAt(first)
    const opensWord = (kinds[text.charCodeAt(first + 1)] ?? END) <= CAPITAL
    if (opensWord && !afterBlank && sign > BLANK && sign < 127) {
      this.at++
      if (this.escapes(sign)) this.word(text.charCodeAt(this.at++) + ESCAPE, first)
      else this.word(sign, first)
      return
    }
    const start = afterBlank ? first - 1 : first
    const { cost, last } = this.signRun(afterBlank ? BLANK : 0)
    if (this.escapes(last)) {
      this.piece(cost, start)
      this.word(text.charCodeAt(this.at++) + ESCAPE_AFTER_SIGNS, this.at - 1)
      return
    }
    let ends = 0
    if (isNewline(text.charCodeAt(this.at)))
      ends = last > 127 ? 1 : STEP * this.weight(hashPair(last, 10))
    for (; isNewline(text.charCodeAt(this.at)); this.at++) ends += 0.04
    this.piece(cost + ends, start)
  }

  /** Whether the next letter makes an escape of embedded JSON with the sign before it. */
  private escapes(sign: number): boolean {
    return sign === BACKSLASH && /^[nrtbfux]$/.test(this.text.charAt(this.at))
  }

  /** What signs cost up to the next character of another kind, and the last of them. */
  private signRun(before: number): { cost: number; last: number } {
    let [cost, run, turns, three, earlier] = [0, 0, 0, 0, 0]
    let [two, last] = [before, before]
    for (; this.kind() === SIGN; this.at++) {
      const code = this.text.codePointAt(this.at) ?? 0
      if (code > 127) {
        cost += signCost(code, last) + (last === BLANK ? 0.15 : 0) // some emoji merge with it
        if (code > 0xffff) this.at++
        two = three = code > 0xffff ? EMOJI : FOREIGN
        run = 0
      } else {
        if (last > 127) last = two
        run = code === last ? run + 1 : 0
        if (run > 1) cost += repeatCost(code, run)
        else {
          const four = hashPair(three, code)
          three = hashPair(two, code)
          two = hashPair(last, code) + SIGNS
          const levels = this.weight(two) + this.weight(three) + this.weight(four)
          const merged = (last > 127 ? 1 : 0.5) + STEP * levels
          turns = code === earlier ? turns + 1 : 0
          // No text to learn from has two signs by turns for long; hardly any two of them merge so.
          cost += turns > 2 ? Math.max(merged, 0.85) : merged
        }
      }
      earlier = last
      last = code
    }
    return { cost, last }
  }

  /** Whitespace: one token a run of the same character, its last blank left to what follows. */
  private spaces(): void {
    let [cost, rest, previous] = [0, 0, -1]
    let broken = false
    for (; this.kind() === SPACE; this.at++) {
      const code = this.text.charCodeAt(this.at)
      const newline = isNewline(code)
      if (previous === -1) cost = 1
      else if (code === previous || (newline && rest === 0))
        cost += code === BLANK ? 0.0075 : code === 13 ? 0.25 : 0.07
      else if (newline || rest > 0) cost += 0.7
      rest = newline ? 0 : rest + 1
      broken ||= newline
      previous = code
    }
    const kind = this.kind()
    const opens = rest > 0 && (kind <= CAPITAL || (kind === SIGN && previous === BLANK))
    if (rest > 0 && kind === END) cost += broken ? 0.4 : 0
    else if (rest > 0) cost += (rest > 1 ? 1 : 0) + (opens ? 0 : 1) - (broken ? 0 : 1)
    this.tokens += cost
    if (opens && kind <= CAPITAL) this.word(previous, this.at - 1)
    else if (opens) this.signs(true)
  }
}

/** An upper estimate of the tokens of `text`, in time linear in its length. */
export function estimateTokens(text: string): number {
  return Math.ceil(new TokenEstimator(text).run().tokens * SAFETY)
}
