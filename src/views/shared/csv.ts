/** Matches what a spreadsheet takes for a formula. Numbers such as -5 or +1.5e3 are none. */
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
/** Matches what stands between quotes, as RFC 4180 has it. */
const QUOTED = /[",\r\n]/

/**
 * Writes rows as CSV (RFC 4180: commas, CRLF, a header). Text that a spreadsheet would run as a formula gets an
 * apostrophe before it. Objects and lists are written as JSON; undefined and null are empty.
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const lines = [columns, ...rows].map((cells) => cells.map(cellOf).join(','))
  return lines.map((line) => `${line}\r\n`).join('')
}

function cellOf(value: unknown): string {
  const text = plainText(value)
  const isFormula = typeof value !== 'number' && FORMULA.test(text) && !NUMBER.test(text)
  const safe = isFormula ? `'${text}` : text
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function plainText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
