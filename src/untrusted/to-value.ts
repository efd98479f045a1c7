import { distinctKeys } from '../budget/distinct-keys.ts'
import { LongText, noteOmitted, notePruned } from '../budget/pruned.ts'
import type { Kept } from './kept.ts'
import { shownKey } from './long-keys.ts'

/**
 * Returns a value as a result shows it: where something was left out, the budget puts a mark.
 * @param redact removes secrets from a text or a key
 * @param overlap characters at the end of what is kept of a text or a key that are not shown
 */
export function toValue(kept: Kept, redact: (text: string) => string, overlap: number): unknown {
  let isWhole = true
  const text = (start: string, length: number) => {
    isWhole = false
    const shown = redact(start)
    return new LongText(shown.slice(0, Math.max(0, shown.length - overlap)), length)
  }
  const entriesOf = (fields: ReadonlyMap<string, Kept>) => {
    let areChanged = false
    const entries = Array.from(fields, ([key, inner]): [string, unknown] => {
      const shown = shownKey(key, redact, overlap)
      areChanged ||= shown !== key
      return [shown, convert(inner)]
    })
    return areChanged ? distinctKeys(entries) : entries
  }
  const convert = (value: Kept): unknown => {
    if (typeof value === 'string') return redact(value)
    if (typeof value !== 'object' || value === null) return value
    if ('start' in value) return text(value.start, value.length)
    if (value.omitted > 0) isWhole = false
    const converted =
      'entries' in value ? value.entries.map(convert) : Object.fromEntries(entriesOf(value.fields))
    return noteOmitted(converted, value.omitted)
  }
  const value = convert(kept)
  return isWhole || typeof value !== 'object' || value === null ? value : notePruned(value)
}
