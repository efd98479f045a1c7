import { codePointBoundary, omittedMark } from '../../../src/budget/truncate.ts'

/** A text of an Actor's author as one line without markup, cut at `maxChars`. */
export function oneLine(text: string | null | undefined, maxChars = 160): string | undefined {
  if (!text) return undefined
  // Only the front is shown, so that a huge text costs no more than a small one.
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

/** The first of many names, each as one line, and how many are left. @param where to see the rest */
export function firstNames(names: readonly string[], count: number, where = ''): string[] {
  const shown = names.slice(0, count).map((name) => oneLine(name, 60) ?? '')
  const rest = names.length - shown.length
  return rest > 0 ? [...shown, `… [+${rest}${where && `: ${where}`}]`] : shown
}

/** A JSON value as it stands in one line of a table: itself, or its beginning as text. */
export function shortValue(value: unknown, maxChars = 100): unknown {
  const json = JSON.stringify(value)
  if (json === undefined || json.length <= maxChars) return value
  const text = typeof value === 'string' ? value : json
  return (
    text.slice(0, codePointBoundary(text, maxChars)) + omittedMark(text.length - maxChars, 'chars')
  )
}
