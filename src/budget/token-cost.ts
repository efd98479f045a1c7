import { estimateTokens } from './estimate/estimate-tokens.ts'

/** A token of real text has at most this many characters, so more of them for each token do not fit. */
export const MAX_CHARS_PER_TOKEN = 16

/** A longer JSON text exceeds any budget, so its tokens are not counted. In characters. */
const MAX_COUNTED_CHARS = 1_600_000

/**
 * Counts the tokens of a value as the model sees it: compact JSON, with its escapes. A value that is
 * nested too deep for JSON.stringify counts as infinite, so that it is truncated.
 */
export function countTokens(value: unknown): number {
  const json = jsonOf(value)
  return json === undefined ? Number.POSITIVE_INFINITY : countJsonTokens(json)
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

function countJsonTokens(json: string): number {
  if (json.length > MAX_COUNTED_CHARS) return Number.POSITIVE_INFINITY
  if (json !== last.json) last = { json, tokens: estimateTokens(json) }
  return last.tokens
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
  return Buffer.byteLength(json) <= maxTokens || countJsonTokens(json) <= maxTokens
}

/** Returns whether rows have fewer bytes than the budget has tokens, so that they fit for sure. */
export function fitByBytes(rows: readonly unknown[], maxTokens: number): boolean {
  let left = maxTokens
  return rows.every((row) => {
    const json = jsonOf(row)
    if (json === undefined) return false
    left -= Buffer.byteLength(json) + 1
    return left >= 0
  })
}

/** Tokens of rows: each row is counted when it is read and again when it is fitted. */
const rowTokens = new WeakMap<object, number>()

/** Counts the tokens of a row, which must not change any more, and of a comma. */
export function countRowTokens(row: unknown): number {
  if (typeof row !== 'object' || row === null) return countTokens(row) + 1
  const known = rowTokens.get(row)
  if (known !== undefined) return known
  const tokens = countTokens(row) + 1
  rowTokens.set(row, tokens)
  return tokens
}
