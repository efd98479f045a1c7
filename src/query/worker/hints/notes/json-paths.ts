import { sqlName } from '../../../columns.ts'
import { quoteText } from '../column-names.ts'
import { stringAt } from '../dialect/rule.ts'
import { operandStart } from '../operands.ts'
import { endsOperand, is, piece, type Statement, tokenAt } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import type { Count } from './count.ts'

const COMPARES = ['=', '==', '<>', '!=', '<', '<=', '>', '>=', 'in', 'like', 'between']

/** Notes on values in JSON that are not read as the statement seems to mean. */
export function jsonPathNotes(
  statement: Statement,
  uses: readonly ColumnUse[],
  count: Count,
): string[] {
  return statement.tokens.flatMap((_, i) => {
    const note =
      dottedKeyNote(statement, i, uses, count) ??
      quotedValueNote(statement, i) ??
      lengthNote(statement, i, uses)
    return note === undefined ? [] : [note]
  })
}

/** `seller->>'address.city'`, which is one key with a dot in it. */
function dottedKeyNote(
  statement: Statement,
  index: number,
  uses: readonly ColumnUse[],
  count: Count,
): string | undefined {
  const key = is(statement, index, '->', '->>') ? stringAt(statement, index + 1) : undefined
  if (key === undefined || !/^\w+(\[\d+\]|\.\w+)+$/.test(key)) return undefined
  const use = uses.find(({ end }) => end === index - 1)
  if (use?.column.type !== 'JSON') return undefined
  const name = sqlName(use.column.name)
  const found = count(
    `SELECT count(*) FROM ${use.table.name} WHERE ${name} ->> ${quoteText(key)} IS NOT NULL`,
  )
  if (found !== 0) return undefined
  const value = piece(statement, use.start, index)
  return `\`${value}${quoteText(key)}\` looks for a key with that whole name, and no row has it. A path begins with \`$.\`: write \`${value}${quoteText(`$.${key}`)}\`.`
}

/** `seller->'name' = 'Ann'`: of a text, `->` gives JSON with its quotes, which compares as a text. */
function quotedValueNote(statement: Statement, index: number): string | undefined {
  if (!is(statement, index, '->') || !endsOperand(statement, index + 1)) return undefined
  const next = is(statement, index + 2, 'not') ? index + 3 : index + 2
  const isCompared = is(statement, next, ...COMPARES)
  const start = operandStart(statement, index + 1)
  if (!isCompared && !isSorted(statement, start, next)) return undefined
  const other = stringAt(statement, is(statement, next, 'in') ? next + 2 : next + 1)
  if (isCompared && other !== undefined && /^[[{"]|^(null|true|false)$/.test(other))
    return undefined
  const isPattern = is(statement, next, 'like') && other?.startsWith('%') && other.endsWith('%')
  if (isPattern) return undefined
  const path = piece(statement, start, index + 1)
  const text = `${piece(statement, start, index - 1)}->>${tokenAt(statement, index + 1)?.text}`
  return `\`${path}\` is JSON, which compares as a text and has quotes around a text. Write \`${text}\` for the value.`
}

function isSorted(statement: Statement, start: number, next: number): boolean {
  if (!is(statement, start - 1, 'by') || !is(statement, start - 2, 'order')) return false
  return tokenAt(statement, next) === undefined || is(statement, next, 'asc', 'desc', 'limit', ',')
}

/** `length(tags)`, which counts the characters of the JSON. */
function lengthNote(
  statement: Statement,
  index: number,
  uses: readonly ColumnUse[],
): string | undefined {
  if (!is(statement, index, 'length') || !is(statement, index + 1, '(')) return undefined
  const use = uses.find(({ start, end }) => start === index + 2 && is(statement, end + 1, ')'))
  if (use?.column.type !== 'JSON') return undefined
  return `\`length(${use.text})\` counts the characters of the JSON. For the elements of an array write \`json_array_length(${use.text})\`.`
}
