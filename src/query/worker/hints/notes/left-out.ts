import { sqlName } from '../../../columns.ts'
import type { TableInfo } from '../../../query-contract.ts'
import { findColumn } from '../column-names.ts'
import { nameAt } from '../dialect/rule.ts'
import { callArguments, closing, operandStart } from '../operands.ts'
import { is, piece, type Statement } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import type { Comparison } from './comparisons.ts'
import type { Count } from './count.ts'

/** Notes on rows that a condition leaves out since a value is NULL. */
export function leftOutNotes(
  statement: Statement,
  tables: readonly TableInfo[],
  comparisons: readonly Comparison[],
  count: Count,
): string[] {
  const notIn = statement.tokens.flatMap((_, i) => notInNote(statement, i, tables, count) ?? [])
  return [...notIn, ...unequalNotes(statement, comparisons, count)]
}

/** `NOT IN (…)` with a NULL in the list, which is never true. */
function notInNote(
  statement: Statement,
  index: number,
  tables: readonly TableInfo[],
  count: Count,
): string | undefined {
  if (!is(statement, index, 'in') || !is(statement, index - 1, 'not')) return undefined
  if (!is(statement, index + 1, '(')) return undefined
  const value = piece(statement, operandStart(statement, index - 2), index - 2)
  const items = callArguments(statement, index + 1)
  const hasNull = items.some(([from, to]) => from === to && is(statement, from, 'null'))
  if (hasNull) {
    return `\`${value} NOT IN (…)\` is never true with a NULL in its list. Take the NULL out, and write \`${value} IS NOT NULL\` beside it.`
  }
  const end = closing(statement, index + 1)
  const isFiltered = statement.tokens.some(
    (_, i) => i > index && i < end && is(statement, i, 'where', 'coalesce', 'having'),
  )
  const found = isFiltered ? undefined : selectedColumn(statement, index + 2, tables)
  if (found === undefined) return undefined
  const { table, column, text } = found
  const nulls = count(`SELECT count(*) FROM ${table.name} WHERE ${sqlName(column.name)} IS NULL`)
  return nulls
    ? `\`${value} NOT IN (SELECT ${text} …)\` is true for no row, since ${nulls} of \`${text}\` are NULL. Add \`WHERE ${text} IS NOT NULL\` in its brackets.`
    : undefined
}

/** Returns the column of `SELECT url FROM other`, which has the name of one of the other table often. */
function selectedColumn(statement: Statement, index: number, tables: readonly TableInfo[]) {
  if (!is(statement, index, 'select')) return undefined
  const start = is(statement, index + 1, 'distinct') ? index + 2 : index + 1
  const end = is(statement, start + 1, '.') ? start + 2 : start
  if (!is(statement, end + 1, 'from')) return undefined
  const table = tables.find(({ name }) => name === nameAt(statement, end + 2)?.toLowerCase())
  const column = table && findColumn([table], nameAt(statement, end) ?? '')
  return column && { table, column, text: piece(statement, start, end) }
}

/** `category <> 'tea'`, which leaves out the rows without a category. */
function unequalNotes(
  statement: Statement,
  comparisons: readonly Comparison[],
  count: Count,
): string[] {
  return comparisons.flatMap((comparison) => {
    const { use, isWrapped, text } = comparison
    // `coalesce(category, '')` is there to have them.
    if (isWrapped) return []
    const form = formWithNulls(statement, comparison)
    if (form === undefined || isNullNamed(statement, use)) return []
    const name = sqlName(use.column.name)
    const nulls = count(`SELECT count(*) FROM ${use.table.name} WHERE ${name} IS NULL`)
    if (!nulls) return []
    return [
      `\`${text}\` leaves out ${nulls} ${nulls === 1 ? 'row' : 'rows'} in which \`${use.text}\` is missing or null. To have them too, write \`${form}\`.`,
    ]
  })
}

/** Returns a comparison that is true for NULL too; undefined if it is not one with other values. */
function formWithNulls(
  statement: Statement,
  { use, operator, with: other, text, rewrite }: Comparison,
): string | undefined {
  const isValue = other.kind === 'number' || other.kind === 'truth'
  // Who leaves out empty texts wants no others that are missing.
  if (!isValue && !(other.kind === 'string' && other.value !== '')) return undefined
  if (/^(<>|!=)$/.test(operator)) return text.replace(/<>|!=/, 'IS NOT')
  const isNotIn = operator === 'in' && is(statement, use.end + 1, 'not') && !/\bnull\b/i.test(text)
  return isNotIn ? `(${use.text} IS NULL OR ${rewrite(use.text)})` : undefined
}

/** Tells whether the statement asks itself whether the column is NULL. */
function isNullNamed(statement: Statement, { column }: ColumnUse): boolean {
  return statement.tokens.some((_, i) => {
    if (nameAt(statement, i)?.toLowerCase() !== column.name.toLowerCase()) return false
    const isNull =
      is(statement, i + 1, 'is') && (is(statement, i + 2, 'null') || is(statement, i + 3, 'null'))
    return isNull || is(statement, i - 2, 'coalesce', 'ifnull')
  })
}
