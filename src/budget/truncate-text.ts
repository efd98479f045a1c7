import { RunningCosts } from './estimate/running-costs.ts'
import { countTokens, MAX_CHARS_PER_TOKEN } from './token-cost.ts'
import { codePointBoundary } from './truncate.ts'

/**
 * Returns a beginning of a text that takes at most `maxTokens` inside a JSON string, and at least about 95 % of
 * them if the text goes on. The text is read once, and no further.
 */
export function truncateText(text: string, maxTokens: number): { text: string; rest: number } {
  const maxChars = Math.max(0, maxTokens) * MAX_CHARS_PER_TOKEN
  const json = JSON.stringify(text.slice(0, maxChars + 1))
  const costs = new RunningCosts(json, maxTokens)
  const isAll = costs.isWhole && text.length <= maxChars
  if (isAll && Math.ceil(costs.total) <= maxTokens) return { text, rest: 0 }
  let left = maxTokens
  for (;;) {
    const length = left > 0 ? unescapedLength(json, costs.charsFor(left)) : 0
    const start = text.slice(0, codePointBoundary(text, length))
    const over = length > 0 ? countTokens(start) - maxTokens : 0
    if (over <= 0) return { text: start, rest: text.length - start.length }
    left -= over
  }
}

/** Returns how many characters of a text are whole in the beginning of its JSON. */
function unescapedLength(json: string, end: number): number {
  // The quote at its beginning is none of them.
  let chars = Math.max(0, end - 1)
  for (const { 0: written, index } of json.slice(0, end + MAX_ESCAPE_CHARS).matchAll(ESCAPES)) {
    const behind = index + written.length
    if (behind <= end) chars -= written.length - 1
    else if (index < end) chars -= end - index
  }
  return chars
}

const ESCAPES = /\\(?:u[0-9a-f]{4}|.)/g
/** Of `\u0007`. */
const MAX_ESCAPE_CHARS = 6
