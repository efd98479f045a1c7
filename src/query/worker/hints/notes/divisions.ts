import { nameAt, stringAt } from '../dialect/rule.ts'
import { callArguments, closing, operandEnd, operandStart } from '../operands.ts'
import { endsOperand, is, piece, type Statement, tokenAt } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import { findUse } from './wrapped-columns.ts'

/** Notes on divisions of integers by integers, which drop the fraction. */
export function divisionNotes(statement: Statement, uses: readonly ColumnUse[]): string[] {
  return statement.tokens.flatMap((_, i) => {
    const note = is(statement, i, '/') ? divisionNote(statement, i, uses) : undefined
    return note === undefined ? [] : [note]
  })
}

function divisionNote(
  statement: Statement,
  index: number,
  uses: readonly ColumnUse[],
): string | undefined {
  if (!endsOperand(statement, index - 1)) return undefined
  const end = operandEnd(statement, index + 1)
  if (!isInteger(statement, { start: index + 1, end }, uses)) return undefined
  // `x / 10 * 10` rounds down on purpose.
  const divisor = tokenAt(statement, index + 1)?.text
  if (is(statement, end + 1, '*') && tokenAt(statement, end + 2)?.text === divisor) return undefined
  // `datetime(ms / 1000, 'unixepoch')` has no use for a fraction.
  if (stringAt(statement, end + 2) === 'unixepoch') return undefined
  const start = productStart(statement, index - 1, uses)
  if (start === undefined) return undefined
  const left = piece(statement, start, index - 1)
  const right = piece(statement, index + 1, end)
  return `\`${left} / ${right}\` divides integers and drops the fraction. Write \`${left} * 1.0 / ${right}\` to keep it.`
}

/** Returns where a product begins if all of its factors are integers: `100 * a / b` multiplies first. */
function productStart(
  statement: Statement,
  end: number,
  uses: readonly ColumnUse[],
): number | undefined {
  const start = operandStart(statement, end)
  if (!isInteger(statement, { start, end }, uses)) return undefined
  const isFactor = is(statement, start - 1, '*', '/', '%') && endsOperand(statement, start - 2)
  return isFactor ? productStart(statement, start - 2, uses) : start
}

/** Tells whether a value is certainly an integer. */
function isInteger(
  statement: Statement,
  range: { start: number; end: number },
  uses: readonly ColumnUse[],
): boolean {
  const use = findUse(uses, range)
  if (use) return use.column.type === 'INTEGER' || use.column.type === 'BOOLEAN'
  const { start, end } = range
  const token = tokenAt(statement, start)
  if (start === end) return token?.kind === 'number' && /^\d+$/.test(token.text)
  const name = nameAt(statement, start)?.toLowerCase() ?? ''
  if (!is(statement, start + 1, '(') || closing(statement, start + 1) !== end) return false
  if (/^(count|length|count_if|countif|json_array_length)$/.test(name)) return true
  if (!/^(sum|min|max)$/.test(name)) return false
  const [only, ...others] = callArguments(statement, start + 1)
  return (
    others.length === 0 &&
    only !== undefined &&
    isInteger(statement, { start: only[0], end: only[1] }, uses)
  )
}
