import { estimateTokens } from './estimate/estimate-tokens.ts'

/** A token of real text has at most this many characters, so more of them for each token do not fit. */
export const MAX_CHARS_PER_TOKEN = 16

/** A longer JSON text exceeds any budget, so its tokens are not counted. In characters. */
const MAX_COUNTED_CHARS = 1_600_000

/**
 * Counts the tokens of a value as the model sees it: compact JSON, with its escapes. A value that is
 * nested too deep for JSON.stringify counts as infinite, so that it is truncated.
 * @param most no value of more tokens is counted to its end: the result is infinite then
 */
export function countTokens(value: unknown, most = Number.POSITIVE_INFINITY): number {
  const json = jsonOf(value)
  return json === undefined ? Number.POSITIVE_INFINITY : countJsonTokens(json, most)
}

/** Returns compact JSON, or undefined if the value is nested too deep for JSON.stringify. */
export function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Counts the tokens of JSON, like `countTokens`. */
function countJsonTokens(json: string, most = Number.POSITIVE_INFINITY): number {
  if (json.length > Math.min(MAX_COUNTED_CHARS, most * MAX_CHARS_PER_TOKEN))
    return Number.POSITIVE_INFINITY
  const tokens = estimateTokens(json, most)
  return tokens > most ? Number.POSITIVE_INFINITY : tokens
}

/**
 * Returns whether a value takes at most `maxTokens` tokens. A token has at least one byte, so the tokens of a short text
 * are not counted.
 */
export function fits(value: unknown, maxTokens: number): boolean {
  const json = jsonOf(value)
  if (json === undefined) return false
  return hasFewerBytes(json, maxTokens) || countJsonTokens(json, maxTokens) <= maxTokens
}

/** Returns whether a text has no more bytes than there may be tokens. Its characters alone mostly tell that it has. */
export function hasFewerBytes(text: string, maxTokens: number): boolean {
  return text.length <= maxTokens && Buffer.byteLength(text) <= maxTokens
}
