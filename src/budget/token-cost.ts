import { estimateTokens } from './estimate/estimate-tokens.ts'

/** A longer JSON text exceeds any budget, so it is not read for its price. Characters. */
const MAX_PRICED_CHARS = 1_600_000

/**
 * Tokens of a value as the model sees it: compact JSON, escapes included. What is nested deeper than
 * the stack reaches exceeds any budget, and is cut.
 */
export function countTokens(value: unknown): number {
  const json = jsonOf(value)
  return json === undefined ? Number.POSITIVE_INFINITY : countJsonTokens(json)
}

/** Compact JSON, or nothing where the value is nested deeper than the stack reaches. */
export function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** The text that was priced last: who builds a page prices it, and so does who guards the budget. */
let last = { json: '', tokens: 0 }

function countJsonTokens(json: string): number {
  if (json.length > MAX_PRICED_CHARS) return Number.POSITIVE_INFINITY
  if (json !== last.json) last = { json, tokens: estimateTokens(json) }
  return last.tokens
}

/** Whether a value costs at most so many tokens. */
export function fits(value: unknown, maxTokens: number): boolean {
  const json = jsonOf(value)
  return json !== undefined && jsonFits(json, maxTokens)
}

/** As `fits`, of a value as JSON. No token is shorter than a byte, so a short text needs no price. */
export function jsonFits(json: string, maxTokens: number): boolean {
  return Buffer.byteLength(json) <= maxTokens || countJsonTokens(json) <= maxTokens
}

/** Whether rows fit for having fewer bytes than the budget has tokens. */
export function fitByBytes(rows: readonly unknown[], maxTokens: number): boolean {
  let left = maxTokens
  return rows.every((row) => {
    const json = jsonOf(row)
    if (json === undefined) return false
    left -= Buffer.byteLength(json) + 1
    return left >= 0
  })
}

/** What rows cost, since each is priced as it is read and again as it is fitted. */
const rowTokens = new WeakMap<object, number>()

/** As `costOf` and a comma, for a row that does not change any more. */
export function countRowTokens(row: unknown): number {
  if (typeof row !== 'object' || row === null) return countTokens(row) + 1
  const known = rowTokens.get(row)
  if (known !== undefined) return known
  const cost = countTokens(row) + 1
  rowTokens.set(row, cost)
  return cost
}
