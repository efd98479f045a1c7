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

function countJsonTokens(json: string, most: number): number {
  if (json.length > Math.min(MAX_COUNTED_CHARS, most * MAX_CHARS_PER_TOKEN))
    return Number.POSITIVE_INFINITY
  const tokens = estimateTokens(json, most)
  return tokens > most ? Number.POSITIVE_INFINITY : tokens
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
  if (json === counted.json) return counted.tokens <= maxTokens
  return Buffer.byteLength(json) <= maxTokens || countJsonTokens(json, maxTokens) <= maxTokens
}

/** The result that was counted last: the tool that builds a page counts it, and so does the guard of the budget. */
let counted = { json: '', tokens: 0 }

/**
 * Returns by how many tokens a result is too large; 0 if it fits. Its rows are not read again if they are whole and
 * their tokens are known.
 */
export function excessOf(result: unknown, rows: readonly unknown[], maxTokens: number): number {
  const json = jsonOf(result)
  if (json === undefined) return Number.POSITIVE_INFINITY
  if (Buffer.byteLength(json) <= maxTokens) return 0
  const { known, rest } = withoutKnown(json, rows)
  let tokens = known + estimateTokens(rest)
  // Parts may take more than the whole.
  if (tokens > maxTokens && known > 0) tokens = estimateTokens(json)
  counted = { json, tokens }
  return Math.max(0, tokens - maxTokens)
}

/** Returns JSON without the rows whose tokens are known, and their tokens. */
function withoutKnown(json: string, rows: readonly unknown[]): { known: number; rest: string } {
  let [known, rest, at] = [0, '', 0]
  for (const row of rows) {
    const tokens = typeof row === 'object' && row !== null ? rowTokens.get(row) : undefined
    const text = tokens === undefined ? '' : (jsonOf(row) ?? '')
    const found = text === '' ? -1 : json.indexOf(text, at)
    if (tokens === undefined || found === -1) continue
    known += tokens
    rest += json.slice(at, found)
    at = found + text.length
  }
  return { known, rest: rest + json.slice(at) }
}

/** Rows that have more texts, numbers and names than this. */
const tooLarge = new WeakMap<object, number>()

/** Returns whether a row takes more tokens for sure, however short its strings are. It is not read to its end. */
export function exceeds(row: unknown, maxTokens: number): boolean {
  if (typeof row !== 'object' || row === null) return false
  if (isKnownLarge(row, maxTokens)) return true
  // No text, number or name takes less than a token.
  const isOver = isLarger(row, maxTokens, () => 1)
  if (isOver) tooLarge.set(row, maxTokens)
  return isOver
}

function isKnownLarge(row: unknown, maxTokens: number): boolean {
  return typeof row === 'object' && row !== null && (tooLarge.get(row) ?? -1) >= maxTokens
}

/**
 * Returns whether the texts, numbers and names in a value together are larger than `most`. It goes no further.
 * @param sizeOf the size of a text; any other value, and a name, has the size 1
 */
function isLarger(value: unknown, most: number, sizeOf: (text: string) => number): boolean {
  let left = most
  const walk = (one: unknown, depth: number): void => {
    if (typeof one === 'string') left -= sizeOf(one)
    else if (typeof one !== 'object' || one === null) left--
    else if (depth > MAX_DEPTH) return
    else if (Array.isArray(one))
      for (let at = 0; at < one.length && left >= 0; at++) walk(one[at], depth + 1)
    else walkFields(one, depth)
  }
  const walkFields = (one: object, depth: number): void => {
    const fields: Readonly<Record<string, unknown>> = Object(one)
    for (const name of Object.keys(one)) {
      if (left-- < 0) return
      walk(fields[name], depth + 1)
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
    const isLarge = isKnownLarge(row, left) || isLarger(row, left, ({ length }) => length)
    const json = isLarge ? undefined : jsonOf(row)
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

/** Remembers that a row takes so many tokens more than another. */
export function rememberRowTokens(row: unknown, other: unknown, more: number): void {
  const tokens = isObject(other) ? rowTokens.get(other) : undefined
  if (isObject(row) && tokens !== undefined) rowTokens.set(row, tokens + more)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
