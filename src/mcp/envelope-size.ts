import { isObject } from '../shared/json.ts'

/**
 * The most values of a message, or a batch, beside the arguments of tools. What is checked of a message is
 * checked in many passes, and takes ten times as long as data.
 */
export const MAX_ENVELOPE_VALUES = 10_000

/** Returns whether messages have too many values beside the arguments of tools, which are data. */
export function hasLargeEnvelope(json: unknown): boolean {
  const messages = Array.isArray(json) ? json : [json]
  let left = MAX_ENVELOPE_VALUES
  for (const message of messages) {
    left = leftAfter(withoutArguments(message), left)
    if (left < 0) return true
  }
  return false
}

function withoutArguments(message: unknown): unknown {
  if (!isObject(message) || message.method !== 'tools/call' || !isObject(message.params))
    return message
  const { arguments: _, ...params } = message.params
  return { ...message, params }
}

/** Counts values down, one level after the other; stops at a number below 0. */
function leftAfter(value: unknown, count: number): number {
  let left = count - 1
  const waiting = [value]
  for (let next = waiting.pop(); next !== undefined && left >= 0; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue
    const inner: unknown[] = Array.isArray(next) ? next : Object.values(next)
    left -= inner.length
    if (left >= 0) for (const one of inner) waiting.push(one)
  }
  return left
}
