import { sqlName } from '../../../columns.ts'
import { quoteText } from '../column-names.ts'
import { nameAt, stringAt } from '../dialect/rule.ts'
import { callArguments, closing } from '../operands.ts'
import { is, piece, type Statement } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import type { Comparison } from './comparisons.ts'
import type { Count } from './count.ts'
import { findUse } from './wrapped-columns.ts'

/** Seconds since 1970 are less than this until the year 5138, and milliseconds more since 1973. */
const FIRST_MS = 100_000_000_000
const READS_TIMES = /^(date|time|datetime|julianday|unixepoch|strftime)$/
const GIVES_TEXT = /^(date|datetime|now|date_trunc|strftime|current_timestamp|current_date)$/
const DAY = /^\d{4}-\d\d/

/** Notes on numbers that are compared with texts and times: a number is less than each of them. */
export function numberKindNotes(comparisons: readonly Comparison[], count: Count): string[] {
  return comparisons.flatMap((comparison) => {
    const { type } = comparison.use.column
    if (type !== 'INTEGER' && type !== 'REAL') return []
    return timeNote(comparison, count) ?? wordNote(comparison) ?? []
  })
}

/** `ts > '2024-01-31'`. */
function timeNote({ use, with: other, text, rewrite }: Comparison, count: Count) {
  const isTime = other.kind === 'call' && GIVES_TEXT.test(other.name)
  if (!isTime && !(other.kind === 'string' && DAY.test(other.value))) return undefined
  const form = `datetime(${secondsOf(use, count)}, 'unixepoch')`
  return `\`${use.text}\` holds numbers, which are less than any text, such as that of a time: \`${text}\` does not compare times. Write \`${rewrite(form)}\`.`
}

/** `rating <> ''`, `rating > 'high'`. */
function wordNote({ use, operator, with: other, text }: Comparison): string | undefined {
  if (other.kind !== 'string' || !/^[<>=!]/.test(operator)) return undefined
  if (other.value.trim() !== '' && Number.isFinite(Number(other.value))) return undefined
  const form = other.value === '' ? ` Write \`${use.text} IS NOT NULL\`.` : ''
  return `\`${use.text}\` holds numbers and no texts, so that \`${text}\` is the same for all of them.${form}`
}

/** Returns a column as seconds since 1970. */
function secondsOf({ table, column, text }: ColumnUse, count: Count): string {
  const name = sqlName(column.name)
  const ms = count(`SELECT count(*) FROM ${table.name} WHERE ${name} >= ${FIRST_MS}`)
  return ms ? `${text} / 1000` : text
}

/** Notes on functions of times that are NULL for values of a column. */
export function unreadTimeNotes(
  statement: Statement,
  uses: readonly ColumnUse[],
  count: Count,
): string[] {
  return statement.tokens.flatMap((_, i) => {
    const name = nameAt(statement, i)?.toLowerCase() ?? ''
    if (!READS_TIMES.test(name) || !is(statement, i + 1, '(')) return []
    const all = callArguments(statement, i + 1)
    const at = name === 'strftime' ? 1 : 0
    const [value, modifier] = [all[at], all[at + 1]]
    const use = value && findUse(uses, { start: value[0], end: value[1] })
    const call = piece(statement, i, closing(statement, i + 1))
    const isTold =
      modifier && /^(auto|unixepoch|julianday)$/.test(stringAt(statement, modifier[0]) ?? '')
    const note = use && !isTold ? unreadTimeNote(use, call, count) : undefined
    return [note, formatNote(statement, i)].filter((one) => one !== undefined)
  })
}

function unreadTimeNote(use: ColumnUse, call: string, count: Count): string | undefined {
  const { table, column, text } = use
  const name = sqlName(column.name)
  const from = `SELECT count(*) FROM ${table.name} WHERE ${name} IS NOT NULL`
  const unread = count(`${from} AND ${name} <> '' AND julianday(${name}) IS NULL`)
  if (!unread) return undefined
  const isNumber = column.type === 'INTEGER' || column.type === 'REAL'
  const advice = isNumber
    ? `Numbers are read as days; of seconds since 1970 write \`${call.replace(text, () => secondsOf(use, count)).replace(/\)$/, ", 'unixepoch')")}\`.`
    : 'SQLite reads times such as 2024-01-31T12:00:00Z alone; take others apart with `substr` or `regexp_extract`.'
  return `\`${call}\` is NULL for ${unread} values that SQLite cannot read as times. ${advice}`
}

/** `strftime('YYYY-MM', x)`, which is the format itself. */
function formatNote(statement: Statement, index: number): string | undefined {
  const format = is(statement, index, 'strftime') ? stringAt(statement, index + 2) : undefined
  if (format === undefined || format === '' || format.includes('%')) return undefined
  return `\`strftime(${quoteText(format)}, …)\` is that text itself. Parts of a time are written as in \`'%Y-%m-%d %H:%M'\`.`
}
