import { nameAt } from '../dialect/rule.ts'
import { closing } from '../operands.ts'
import { find, is, piece, type Statement } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'

const AGGREGATES =
  /^(count|sum|avg|total|group_concat|string_agg|median|array_agg|json_group_array|stddev|variance|bool_or|bool_and|count_if|percentile(_cont|_disc)?)$/
const EXTREMES = /^(min|max)$/
const ENDS = ['having', 'order', 'limit', 'window', ';']

interface Range {
  start: number
  end: number
}

/** Notes on columns beside an aggregate that are not grouped: SQLite takes them from any row of the group. */
export function ungroupedNotes(statement: Statement, uses: readonly ColumnUse[]): string[] {
  const { tokens } = statement
  const isOneSelect = tokens.filter((_, i) => is(statement, i, 'select')).length === 1
  const from = find(statement, 0, 'from')
  if (!isOneSelect || !is(statement, 0, 'select') || from < 0 || find(statement, 0, 'over') >= 0) {
    return []
  }
  const values = listed(statement, 0, from)
  const calls = tokens.map((_, i) => (is(statement, i + 1, '(') ? nameAt(statement, i) : undefined))
  const within = calls.slice(0, from).map((name) => name?.toLowerCase() ?? '')
  // With a single min() or max(), SQLite takes the others from the row that has it.
  const isExtreme = within.filter((name) => EXTREMES.test(name)).length === 1
  if (isExtreme || !within.some((name) => AGGREGATES.test(name))) return []
  const grouped = groupedTexts(statement, values)
  const bare = uses.filter(
    ({ start, end, text }) =>
      values.some((value) => value.start === start && aliasEnd(statement, end, value.end)) &&
      !grouped.has(text.toLowerCase()) &&
      !grouped.has(text.toLowerCase().split('.').at(-1) ?? ''),
  )
  const names = [...new Set(bare.map(({ text }) => `\`${text}\``))]
  if (names.length === 0) return []
  const [first] = bare
  return [
    `${names.join(', ')}: not grouped, so that the value is that of any row of the group. Group by it too, or take \`min(${first?.text})\`.`,
  ]
}

/** Tells whether a value is a column alone, or with another name. */
function aliasEnd(statement: Statement, end: number, last: number): boolean {
  return end === last || end + 1 === last || (is(statement, end + 1, 'as') && end + 2 === last)
}

/** Returns the values of a list between two tokens. */
function listed(statement: Statement, before: number, after: number): Range[] {
  const found: Range[] = []
  let start = before + 1
  for (let i = start; i <= after; i++) {
    if (is(statement, i, '(')) i = closing(statement, i)
    else if (i === after || is(statement, i, ',')) {
      found.push({ start, end: i - 1 })
      start = i + 1
    }
  }
  return found
}

/** Returns what rows are grouped by, in lower case: as it is written, and the values that numbers and names stand for. */
function groupedTexts(statement: Statement, values: readonly Range[]): Set<string> {
  const group = find(statement, 0, 'group')
  if (group < 0 || !is(statement, group + 1, 'by')) return new Set()
  const end = find(statement, group, ...ENDS)
  const keys = listed(statement, group + 1, end < 0 ? statement.tokens.length : end)
  const texts = keys.flatMap((key) => {
    const text = piece(statement, key.start, key.end).toLowerCase()
    const byNumber = /^\d+$/.test(text) ? values[Number(text) - 1] : undefined
    const byName = values.find(({ end: last }) => nameAt(statement, last)?.toLowerCase() === text)
    const value = byNumber ?? byName
    const own = value && piece(statement, value.start, value.start).toLowerCase()
    const dotted = value && is(statement, value.start + 1, '.')
    const whole = value && dotted && piece(statement, value.start, value.start + 2).toLowerCase()
    return [text, text.split('.').at(-1) ?? '', own ?? '', whole || '']
  })
  return new Set(texts.filter(Boolean))
}
