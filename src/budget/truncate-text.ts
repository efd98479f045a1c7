import { countTokens, MAX_CHARS_PER_TOKEN } from './token-cost.ts'
import { codePointBoundary } from './truncate.ts'

/** Returns the longest beginning of a text that takes at most `maxTokens` inside a JSON string. */
export function truncateText(text: string, maxTokens: number): { text: string; rest: number } {
  const isShort = text.length <= maxTokens * MAX_CHARS_PER_TOKEN
  if (isShort && countTokens(text) <= maxTokens) return { text, rest: 0 }
  const longest = largestThatFits(
    { known: 0, first: Math.max(1, maxTokens), growth: 2, max: text.length, precision: 0 },
    (length) => countTokens(text.slice(0, length)) <= maxTokens,
  )
  const end = codePointBoundary(text, longest)
  return { text: text.slice(0, end), rest: text.length - end }
}

interface Search {
  /** A number that is known to fit. */
  known: number
  /** The next number to try; each one after it is `growth` times as large. */
  first: number
  growth: number
  max: number
  /** How far below the largest number the found one may be, as a part of it; 0 for the exact one. */
  precision: number
}

/**
 * Returns the largest whole number up to `max` that fits. It starts small, because trying large
 * numbers is slow.
 */
export function largestThatFits(search: Search, fits: (n: number) => boolean): number {
  const { known, first, growth, max, precision } = search
  let best = known
  let above = first
  while (above < max && fits(above)) {
    best = above
    above *= growth
  }
  if (above >= max && fits(max)) return max
  above = Math.min(above, max)
  while (above - best > Math.max(1, Math.floor(best * precision))) {
    const middle = (best + above) >> 1
    if (fits(middle)) best = middle
    else above = middle
  }
  return best
}
