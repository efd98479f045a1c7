import { RunningCosts } from './estimate/running-costs.ts'
import { largestThatFits } from './largest-that-fits.ts'
import { LongText } from './pruned.ts'
import { MAX_CHARS_PER_TOKEN } from './token-cost.ts'
import { codePointBoundary, isTooLong, MAX_DEPTH } from './truncate.ts'

/** What `… [+1234 chars]` costs, about. */
export const MARK_TOKENS = 7

/**
 * What the long strings of rows cost beyond their shortest form, for any length at which all of them are cut.
 * Each is read once, and little further than it is shown.
 */
export class LongStrings {
  private readonly strings: PricedString[] = []

  /**
   * @param shortest the length to which all are cut at least, in characters
   * @param maxTokens what they may cost together
   */
  constructor(
    readonly rows: readonly unknown[],
    private readonly shortest: number,
    private readonly maxTokens: number,
  ) {
    for (const row of rows) this.addAll(row, 0)
  }

  /** Returns the largest length, up to `max`, at which the strings cost so many tokens beyond the shortest. */
  lengthFor(tokens: number, max = Number.POSITIVE_INFINITY): number {
    const { shortest, strings } = this
    const longest = strings.reduce((most, { length }) => Math.max(most, length), shortest)
    return largestThatFits(
      {
        known: shortest,
        first: Math.ceil(shortest * GROWTH),
        growth: GROWTH,
        max: Math.min(max, longest),
        precision: 1 / 256,
      },
      (chars) => this.isWithin(tokens, chars),
    )
  }

  private isWithin(tokens: number, chars: number): boolean {
    let left = tokens
    return this.strings.every((string) => (left -= string.costOf(chars)) >= 0)
  }

  private addAll(value: unknown, depth: number): void {
    if (typeof value === 'string') {
      if (isTooLong(value.length, this.shortest)) this.add(value, value.length)
    } else if (value instanceof LongText) this.add(value.start, value.length)
    else if (typeof value === 'object' && value !== null && depth <= MAX_DEPTH)
      for (const entry of Object.values(value)) this.addAll(entry, depth + 1)
  }

  private add(text: string, length: number): void {
    this.strings.push(new PricedString(text, length, this.shortest, this.maxTokens))
  }
}

/** The next length to try is so many times the last, so that no string is read much further than it is shown. */
const GROWTH = 1.25

class PricedString {
  private readonly from: number
  private readonly costs: RunningCosts
  /** Characters of JSON for one of the string: escapes take more. */
  private readonly scale: number

  /**
   * @param text all of the string, or its beginning
   * @param length of the string, in characters
   */
  constructor(
    private readonly text: string,
    readonly length: number,
    shortest: number,
    maxTokens: number,
  ) {
    this.from = codePointBoundary(text, shortest)
    const rest = text.slice(this.from, this.from + maxTokens * MAX_CHARS_PER_TOKEN)
    const json = JSON.stringify(rest).slice(1, -1)
    this.scale = json.length / Math.max(1, rest.length)
    this.costs = new RunningCosts(json, maxTokens)
  }

  /** Returns what it costs with so many characters, beyond its shortest form. */
  costOf(chars: number): number {
    const { costs, from, length, scale, text } = this
    if (text.length === length && !isTooLong(length, chars)) return costs.total - MARK_TOKENS
    return costs.costOf((chars - from) * scale)
  }
}
