import { RunningCosts } from './estimate/running-costs.ts'
import { largestThatFits } from './largest-that-fits.ts'
import { LongText } from './pruned.ts'
import { MAX_CHARS_PER_TOKEN } from './token-cost.ts'
import { codePointBoundary, isTooLong, MAX_DEPTH } from './truncate.ts'

/** What `… [+1234 chars]` costs, about: rather less. */
const MARK_TOKENS = 7
/** What a string that is cut may cost beyond its parts: where its shortest form ends, and before the mark. In tokens. */
const SEAM_TOKENS = 2
const ALL = Number.POSITIVE_INFINITY

/**
 * What the long strings of rows cost beyond their shortest form, for any length at which all of them are cut.
 * Each is read once, and little further than it is shown.
 */
export class LongStrings {
  /** The long strings of each row. */
  private readonly strings: PricedString[][]

  /**
   * @param shortest the length to which all are cut at least, in characters
   * @param maxTokens what they may cost together
   */
  constructor(
    readonly rows: readonly unknown[],
    private readonly shortest: number,
    maxTokens: number,
  ) {
    this.strings = rows.map((row) =>
      longTexts(row, shortest).map((text) => new PricedString(text, shortest, maxTokens)),
    )
  }

  /** Returns the largest length, up to `max`, at which the strings cost so many tokens beyond the shortest. */
  lengthFor(tokens: number, max = ALL): number {
    const { shortest } = this
    const all = this.strings.flat()
    const longest = all.reduce((most, { length }) => Math.max(most, length), shortest)
    const first = Math.ceil(shortest * GROWTH)
    return largestThatFits(
      { known: shortest, first, growth: GROWTH, max: Math.min(max, longest), precision: 1 / 256 },
      (chars) => {
        let left = tokens
        return all.every((string) => {
          left -= string.costOf(chars)
          return left >= 0
        })
      },
    )
  }

  /** Returns what the long strings of a row cost at most with so many characters each, beyond the shortest. */
  costOf(at: number, chars: number): number {
    return (this.strings[at] ?? []).reduce((sum, string) => sum + string.costOf(chars), 0)
  }
}

/**
 * Finds the strings in a value that are cut to a length, and the beginnings of those that were too long to read.
 * @param found gets them
 */
function longTexts(
  value: unknown,
  shortest: number,
  found: LongText[] = [],
  depth = 0,
): LongText[] {
  if (typeof value === 'string') {
    if (isTooLong(value.length, shortest)) found.push(new LongText(value, value.length))
  } else if (value instanceof LongText) found.push(value)
  else if (typeof value === 'object' && value !== null && depth <= MAX_DEPTH)
    for (const entry of Object.values(value)) longTexts(entry, shortest, found, depth + 1)
  return found
}

/** The next length to try is so many times the last, so that no string is read much further than it is shown. */
const GROWTH = 1.25

class PricedString {
  /** Where what can be shown beyond the shortest form begins and ends. */
  private readonly from: number
  private readonly end: number
  private readonly costs: RunningCosts
  /** Whether JSON has more characters than the string. */
  private readonly hasEscapes: boolean

  constructor(
    private readonly text: LongText,
    shortest: number,
    maxTokens: number,
  ) {
    const { start } = text
    this.from = codePointBoundary(start, shortest)
    this.end = Math.min(start.length, this.from + maxTokens * MAX_CHARS_PER_TOKEN)
    const rest = start.slice(this.from, this.end)
    const json = escaped(rest)
    this.hasEscapes = json.length > rest.length
    this.costs = new RunningCosts(json, maxTokens + MARK_TOKENS)
  }

  /** Returns what it costs at most with so many characters, beyond its shortest form. */
  costOf(chars: number): number {
    const { costs, from, end, hasEscapes } = this
    const { start, length } = this.text
    if (chars > end && end < start.length) return ALL
    if (start.length === length && !isTooLong(length, chars)) return costs.costOf(ALL) - MARK_TOKENS
    const jsonChars = hasEscapes ? escaped(start.slice(from, chars)).length : chars - from
    return costs.costOf(jsonChars) + SEAM_TOKENS
  }

  /** Characters of the string. */
  get length(): number {
    return this.text.length
  }
}

/** Returns a text as JSON has it, without its quotes. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
