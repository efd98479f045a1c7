import { sqlName } from '../../../columns.ts'
import { operandStart } from '../operands.ts'
import { endsOperand, is, type Statement, tokenAt } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import type { Count } from './count.ts'

const BEFORE = ['where', 'and', 'or', 'not', 'on', 'when', 'having', '(']
const AFTER = ['and', 'or', 'then', ')', 'group', 'order', 'limit', 'union', 'having', ';']

/** Notes on texts and JSON that stand alone as a condition, where they are nearly always false. */
export function truthNotes(
  statement: Statement,
  uses: readonly ColumnUse[],
  count: Count,
): string[] {
  const found = uses.filter((use) => isCondition(statement, use))
  return found.flatMap(({ table, column, text }) => {
    if (column.type === 'JSON') {
      return [`\`${text}\` holds JSON, which is not true by itself. Write \`${text} IS NOT NULL\`.`]
    }
    if (column.type !== 'TEXT') return []
    const name = sqlName(column.name)
    const words = count(
      `SELECT count(*) FROM ${table.name} WHERE ${name} <> CAST(${name} AS NUMERIC)`,
    )
    return words
      ? [
          `\`${text}\` holds texts, which are false unless they begin with a number. Write a comparison, such as \`${text} = 'true'\` or \`${text} <> ''\`.`,
        ]
      : []
  })
}

/** Tells whether a column is all of a condition, or all of one side of AND and OR. */
function isCondition(statement: Statement, { start, end }: ColumnUse): boolean {
  if (!is(statement, start - 1, ...BEFORE)) return false
  const isTrue = is(statement, end + 1, 'is') && truthAt(statement, end + 2)
  const isLast = tokenAt(statement, end + 1) === undefined
  if (!isTrue && !isLast && !is(statement, end + 1, ...AFTER)) return false
  if (is(statement, start - 1, 'and')) return !isBetween(statement, start - 1)
  if (is(statement, start - 1, 'when')) return isSearched(statement, start - 1)
  // `count(price)` and `(price)` are values; `(a OR b)` and `NOT (a AND b)` are not.
  return is(statement, start - 1, '(') ? is(statement, end + 1, 'and', 'or') : true
}

function truthAt(statement: Statement, index: number): boolean {
  const at = is(statement, index, 'not') ? index + 1 : index
  return is(statement, at, 'true', 'false')
}

/** Tells whether an AND belongs to a BETWEEN. */
function isBetween(statement: Statement, and: number): boolean {
  if (!endsOperand(statement, and - 1)) return false
  return is(statement, operandStart(statement, and - 1) - 1, 'between')
}

/** Tells whether a WHEN belongs to a CASE without a value, so that a condition follows. */
function isSearched(statement: Statement, when: number): boolean {
  for (let i = when - 1; i >= 0; i--)
    if (is(statement, i, 'case')) return is(statement, i + 1, 'when')
  return false
}
