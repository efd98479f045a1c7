import { sqlName } from '../../../columns.ts'
import type { Comparison } from './comparisons.ts'
import type { Count } from './count.ts'

/** A time with a `T`, as APIs and JavaScript write it. */
const WITH_T = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9]*'

/** Notes on times with a `T` that are compared with times with a blank: "T" comes after " ". */
export function textTimeNotes(comparisons: readonly Comparison[], count: Count): string[] {
  const notes = new Map<string, string>()
  for (const comparison of comparisons) {
    const { column, table } = comparison.use
    const form = comparison.use.column.type === 'TEXT' ? formOf(comparison) : undefined
    if (form === undefined || notes.has(`${table.name}.${column.name}`)) continue
    const times = count(
      `SELECT count(*) FROM ${table.name} WHERE ${sqlName(column.name)} GLOB '${WITH_T}'`,
    )
    if (!times) continue
    notes.set(
      `${table.name}.${column.name}`,
      `\`${comparison.use.text}\` holds ${times} times with a "T", such as 2024-01-31T12:00:00Z, which compare as texts: \`${comparison.text}\` is not right for all. Write \`${comparison.rewrite(form)}\`.`,
    )
  }
  return [...notes.values()]
}

/** Returns the form of the column that compares rightly; undefined if it does as it is. */
function formOf(comparison: Comparison): string | undefined {
  const { use, operator } = comparison
  const other = comparison.with
  const isEqual = /^(=|==|<>|!=|in)$/.test(operator)
  if (other.kind === 'call') {
    if (/^(datetime|current_timestamp)$/.test(other.name)) return `datetime(${use.text})`
    // As a bound, a day without a time sorts rightly.
    return isEqual && /^(date|current_date)$/.test(other.name) ? `date(${use.text})` : undefined
  }
  if (other.kind !== 'string') return undefined
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d/.test(other.value)) return `datetime(${use.text})`
  // The last day of a range has all its times.
  const takesDay = isEqual || operator === 'between' || operator === '<='
  return takesDay && /^\d{4}-\d\d-\d\d$/.test(other.value) ? `date(${use.text})` : undefined
}
