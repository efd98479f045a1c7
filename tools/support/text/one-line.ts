import { codePointBoundary, omittedMark } from '../../../src/budget/truncate.ts'

/** Returns a text of any author as one line without markup, truncated at `maxChars`. */
export function oneLine(text: string | null | undefined, maxChars = 160): string | undefined {
  if (!text) return undefined
  // Only the start is shown, so a huge text must cost no more than a small one.
  const line = text
    .slice(0, maxChars * 10)
    .replace(/<\/?(?:br|p|div|li|ul|ol|tr|td|h\d)\b[^<>]*>/gi, ' ')
    .replace(/<[^<>]*>/g, '')
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  if (line.length <= maxChars && text.length <= maxChars * 10) return line || undefined
  return `${line.slice(0, codePointBoundary(line, maxChars)).trimEnd()}…`
}

/**
 * Returns the name of a field, truncated at `maxChars`. All else stays, blanks at its ends and markup
 * too: a name that is changed cannot be used in a call. Only characters without a shape become blanks.
 */
export function fieldName(name: string, maxChars: number): string {
  const line = name.slice(0, maxChars * 10).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
  return line.length <= maxChars ? line : `${line.slice(0, codePointBoundary(line, maxChars))}…`
}

/**
 * Returns the first names of a list, each as one line, and how many are left.
 * @param where tells the agent where the rest is
 */
export function firstNames(names: readonly string[], count: number, where = ''): string[] {
  const shown = names.slice(0, count).map((name) => fieldName(name, 60))
  const rest = names.length - shown.length
  return rest > 0 ? [...shown, `… [+${rest}${where && `: ${where}`}]`] : shown
}

/** Budget of a result for each name that it shows, in tokens. */
const TOKENS_PER_NAME = 60

/** Returns how many names a result shows: at most `max`, and fewer if its budget is small. */
export function nameCount(maxResultTokens: number, max: number): number {
  return Math.min(max, Math.floor(maxResultTokens / TOKENS_PER_NAME))
}

/** Returns a JSON value for one cell of a table: the value itself, or its start as text. */
export function shortValue(value: unknown, maxChars = 100): unknown {
  const json = JSON.stringify(value)
  if (json === undefined || json.length <= maxChars) return value
  const text = typeof value === 'string' ? value : json
  return (
    text.slice(0, codePointBoundary(text, maxChars)) + omittedMark(text.length - maxChars, 'chars')
  )
}
