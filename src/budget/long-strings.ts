import { RunningCosts } from './estimate/running-costs.ts'
import { largestThatFits } from './largest-that-fits.ts'
import { LongText } from './pruned.ts'
import { MAX_CHARS_PER_TOKEN } from './token-cost.ts'
import { isTooLong, MAX_DEPTH } from './truncate.ts'

/** What `… [+1234 chars]` costs, about. */
const MARK_TOKENS = 7
/** Rare characters take as many, and no more. */
const MAX_TOKENS_PER_CHAR = 4

/**
 * What the long strings of rows cost, for any length at which all of them are cut. Each is read once, and no
 * further than a page can show.
 */
export class LongStrings {
  private readonly strings: PricedString[] = []
  /** No page shows more characters of each. */
  private maxChars: number

  /**
   * @param shortest the length to which all are cut at least, in characters
   * @param tokens what they may cost beyond that
   */
  constructor(
    rows: readonly unknown[],
    private readonly shortest: number,
    private readonly tokens: number,
  ) {
    this.maxChars = shortest + Math.max(1, tokens) * MAX_CHARS_PER_TOKEN
    for (const row of rows) this.addAll(row, 0)
  }

  /** Returns the largest length, up to `Infinity`, at which the strings cost so many tokens beyond the shortest. */
  lengthFor(tokens: number): number {
    if (this.costOf(Number.POSITIVE_INFINITY) <= tokens) return Number.POSITIVE_INFINITY
    const { shortest, maxChars } = this
    return largestThatFits(
      { known: shortest, first: 4 * shortest, growth: 4, max: maxChars, precision: 1 / 256 },
      (chars) => this.costOf(chars) <= tokens,
    )
  }

  private costOf(chars: number): number {
    let cost = 0
    for (const string of this.strings) cost += string.costOf(chars) - string.shortest
    return cost
  }

  private addAll(value: unknown, depth: number): void {
    if (typeof value === 'string') {
      if (isTooLong(value.length, this.shortest)) this.add(value, value.length)
    } else if (value instanceof LongText) this.add(value.start, value.length)
    else if (typeof value === 'object' && value !== null && depth <= MAX_DEPTH)
      for (const entry of Object.values(value)) this.addAll(entry, depth + 1)
  }

  private add(text: string, length: number): void {
    const { shortest, tokens, maxChars } = this
    this.strings.push(new PricedString(text.slice(0, maxChars), length, shortest, tokens))
    // The more there are, the less of each is shown. Twice as many make a difference.
    const { length: count } = this.strings
    if ((count & (count - 1)) !== 0 || this.costOf(maxChars) <= tokens) return
    this.maxChars = Math.ceil(1.25 * this.lengthFor(tokens))
  }
}

class PricedString {
  /** What it costs when it is cut to its shortest. */
  readonly shortest: number
  private readonly costs: RunningCosts
  /** Characters of JSON for one of the string: escapes take more. */
  private readonly scale: number
  private readonly isWhole: boolean

  /**
   * @param text all of the string, or its beginning
   * @param length of the string, in characters
   * @param tokens what it may cost beyond its shortest form
   */
  constructor(
    text: string,
    private readonly length: number,
    shortest: number,
    tokens: number,
  ) {
    const json = JSON.stringify(text)
    this.isWhole = text.length === length
    this.scale = json.length / text.length
    this.costs = new RunningCosts(json, shortest * MAX_TOKENS_PER_CHAR + tokens)
    this.shortest = this.costs.costOf(shortest * this.scale) + MARK_TOKENS
  }

  /** Returns what it costs with so many characters. */
  costOf(chars: number): number {
    const { costs, isWhole, length, scale } = this
    if (isWhole && !isTooLong(length, chars)) return costs.total
    return costs.costOf(chars * scale) + MARK_TOKENS
  }
}
