import { estimateTokens } from './estimate/estimate-tokens.ts'
import { MAX_DEPTH } from './truncate.ts'

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

/** The text counted last: the tool that builds a page counts it, and so does the guard of the budget. */
let last = { json: '', tokens: 0 }

function countJsonTokens(json: string, most: number): number {
  if (json.length > Math.min(MAX_COUNTED_CHARS, most * MAX_CHARS_PER_TOKEN))
    return Number.POSITIVE_INFINITY
  if (json === last.json) return last.tokens
  const tokens = estimateTokens(json, most)
  if (tokens > most) return Number.POSITIVE_INFINITY
  last = { json, tokens }
  return tokens
}

/** Returns whether a value takes at most `maxTokens` tokens. */
export function fits(value: unknown, maxTokens: number): boolean {
  const json = jsonOf(value)
  return json !== undefined && jsonFits(json, maxTokens)
}

/**
 * Returns whether JSON takes at most `maxTokens` tokens. A token has at least one byte, so the tokens
 * of a short text are not counted.
 */
export function jsonFits(json: string, maxTokens: number): boolean {
  return Buffer.byteLength(json) <= maxTokens || countJsonTokens(json, maxTokens) <= maxTokens
}

/**
 * Returns whether the values in a value have more characters than `most`. It goes no further than that.
 * @param ofString the characters of a string that count
 */
export function hasMoreChars(
  value: unknown,
  most: number,
  ofString = Number.POSITIVE_INFINITY,
): boolean {
  let left = most
  const walk = (one: unknown, depth: number): void => {
    left -= typeof one === 'string' ? Math.min(one.length, ofString) : 1
    if (left < 0 || typeof one !== 'object' || one === null || depth > MAX_DEPTH) return
    for (const entry of Array.isArray(one) ? one : Object.values(one)) {
      if (left < 0) return
      walk(entry, depth + 1)
    }
  }
  walk(value, 0)
  return left < 0
}

/** Returns whether rows have fewer bytes than the budget has tokens, so that they fit for sure. */
export function fitByBytes(rows: readonly unknown[], maxTokens: number): boolean {
  let left = maxTokens
  return rows.every((row) => {
    // No row is written as JSON whose values alone are more.
    const json = hasMoreChars(row, left) ? undefined : jsonOf(row)
    if (json === undefined) return false
    left -= Buffer.byteLength(json) + 1
    return left >= 0
  })
}

/** Tokens of rows: each row is counted when it is read and again when it is fitted. */
const rowTokens = new WeakMap<object, number>()

/**
 * Counts the tokens of a row, which must not change any more, and of a comma.
 * @param most as in `countTokens`
 */
export function countRowTokens(row: unknown, most?: number): number {
  if (typeof row !== 'object' || row === null) return countTokens(row, most) + 1
  const known = rowTokens.get(row)
  if (known !== undefined) return known
  const tokens = countTokens(row, most) + 1
  if (Number.isFinite(tokens)) rowTokens.set(row, tokens)
  return tokens
}
