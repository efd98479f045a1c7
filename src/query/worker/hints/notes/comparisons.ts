import { nameAt } from '../dialect/rule.ts'
import { closing, operandEnd, operandStart } from '../operands.ts'
import {
  endsOperand,
  is,
  isKind,
  piece,
  pieceWith,
  type Range,
  type Statement,
  tokenAt,
} from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import { columnIn, findUse } from './wrapped-columns.ts'

const OPERATORS = ['=', '==', '<>', '!=', '<', '<=', '>', '>=', 'between', 'in']
/** What makes a value a part of a larger one. */
const JOINING = ['+', '-', '*', '/', '%', '||', '->', '->>', '.', '&', '|', '<<', '>>', 'collate']

/** What a column is compared with. */
type Side =
  | { kind: 'number' | 'truth' }
  | { kind: 'string'; value: string }
  | { kind: 'call'; name: string }
  | { kind: 'column'; use: ColumnUse }
  | { kind: 'unknown' }

export interface Comparison {
  /** A function that gives texts, such as `trim(price)`, stands for the column in it. */
  use: ColumnUse
  /** Whether it stands in a function, such as `coalesce(price, 0)`: then SQLite does not convert the other side. */
  isWrapped: boolean
  operator: string
  with: Side
  /** The whole comparison as it is written, up to its first value. */
  text: string
  /** The same with another form of the column. */
  rewrite(column: string): string
}

/** Finds where columns are compared, on whichever side of the operator they stand. */
export function findComparisons(statement: Statement, uses: readonly ColumnUse[]): Comparison[] {
  return statement.tokens.flatMap((_, i) =>
    is(statement, i, ...OPERATORS) ? comparisonsAt(statement, i, uses) : [],
  )
}

function comparisonsAt(
  statement: Statement,
  index: number,
  uses: readonly ColumnUse[],
): Comparison[] {
  const end = is(statement, index - 1, 'not') ? index - 2 : index - 1
  if (!endsOperand(statement, end)) return []
  const left = { start: operandStart(statement, end), end }
  const right = rightOf(statement, index)
  if (is(statement, left.start - 1, ...JOINING) || is(statement, right.end + 1, ...JOINING))
    return []
  const operator = tokenAt(statement, index)?.value ?? ''
  const sides: [Range, Range][] = [
    [left, right],
    [right, left],
  ]
  return sides.flatMap(([one, other], i) => {
    const found = columnIn(statement, one, uses)
    // `20 IN (price)` is not worth a note.
    if (!found || (i === 1 && /^[a-z]/.test(operator))) return []
    const last = operator === 'in' ? closing(statement, index + 1) : right.end
    const whole = { start: left.start, end: betweenEnd(statement, operator, last) }
    const text = piece(statement, whole.start, whole.end)
    const rewrite = (column: string) => pieceWith(statement, whole, found.use, column)
    return [{ ...found, operator, with: sideAt(statement, other, uses), text, rewrite }]
  })
}

/** Returns the first value on the right of an operator: of `IN (1, 2)` the 1. */
function rightOf(statement: Statement, index: number): Range {
  const isList = is(statement, index, 'in') && is(statement, index + 1, '(')
  const start = isList ? index + 2 : index + 1
  return { start, end: operandEnd(statement, start) }
}

function betweenEnd(statement: Statement, operator: string, end: number): number {
  const isBetween = operator === 'between' && is(statement, end + 1, 'and')
  return isBetween ? operandEnd(statement, end + 2) : end
}

function sideAt(statement: Statement, range: Range, uses: readonly ColumnUse[]): Side {
  const { start, end } = range
  const use = findUse(uses, range)
  if (use) return { kind: 'column', use }
  const first = is(statement, start, '-', '+') ? start + 1 : start
  if (first === end && isKind(statement, end, 'number')) return { kind: 'number' }
  const token = tokenAt(statement, start)
  if (start === end && token?.kind === 'string') return { kind: 'string', value: token.value }
  if (start === end && is(statement, start, 'true', 'false')) return { kind: 'truth' }
  const name = nameAt(statement, start)?.toLowerCase() ?? ''
  const isNow = /^current_(timestamp|date)$/.test(name)
  if (is(statement, start + 1, '(') || isNow) return { kind: 'call', name }
  return { kind: 'unknown' }
}
