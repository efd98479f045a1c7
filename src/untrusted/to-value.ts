import { LongText, noteOmitted, notePruned } from '../budget/pruned.ts'
import type { Kept } from './kept.ts'

/** A secret at the end of what is kept of a text may be cut in two, so that nobody knows it as one. */
export const OVERLAP_CHARS = 256

/**
 * Returns a value as a result shows it: where something was left out, the budget puts a mark.
 * @param redact removes secrets from a text or a key
 */
export function toValue(kept: Kept, redact: (text: string) => string): unknown {
  let isWhole = true
  const text = (start: string, length: number) => {
    isWhole = false
    const shown = redact(start)
    return new LongText(shown.slice(0, Math.max(0, shown.length - OVERLAP_CHARS)), length)
  }
  const convert = (value: Kept): unknown => {
    if (typeof value === 'string') return redact(value)
    if (typeof value !== 'object' || value === null) return value
    if ('start' in value) return text(value.start, value.length)
    if (value.omitted > 0) isWhole = false
    const converted =
      'entries' in value
        ? value.entries.map(convert)
        : Object.fromEntries([...value.fields].map(([key, inner]) => [redact(key), convert(inner)]))
    return noteOmitted(converted, value.omitted)
  }
  const value = convert(kept)
  return isWhole || typeof value !== 'object' || value === null ? value : notePruned(value)
}
