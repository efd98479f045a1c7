import { nameAt } from '../dialect/rule.ts'
import { callArguments, closing } from '../operands.ts'
import { is, piece, type Range, type Statement } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'

/** Functions that give the value of their first argument as it is, or another. */
const PASSING = /^(coalesce|ifnull|nullif)$/
/** Functions that give a text of their first argument. */
const TEXTUAL = /^(trim|ltrim|rtrim|btrim|replace|regexp_replace|substr|substring|split_part)$/

/** A column, or a function that stands for it. */
export interface WrappedColumn {
  use: ColumnUse
  /** Whether a function stands around it. */
  isWrapped: boolean
}

/** Returns the column that is the whole of a value. */
export function findUse(uses: readonly ColumnUse[], { start, end }: Range): ColumnUse | undefined {
  return uses.find((use) => use.start === start && use.end === end)
}

/** Returns the column that a value is, in brackets and in functions that give its value or a text of it. */
export function columnIn(
  statement: Statement,
  range: Range,
  uses: readonly ColumnUse[],
): WrappedColumn | undefined {
  const use = findUse(uses, range)
  if (use) return { use, isWrapped: false }
  const { start, end } = range
  if (is(statement, start, '(') && closing(statement, start) === end)
    return columnIn(statement, { start: start + 1, end: end - 1 }, uses)
  if (!is(statement, start + 1, '(') || closing(statement, start + 1) !== end) return undefined
  const name = nameAt(statement, start)?.toLowerCase() ?? ''
  const isTextual = TEXTUAL.test(name)
  if (!isTextual && !PASSING.test(name)) return undefined
  const [first] = callArguments(statement, start + 1)
  const inner = first && columnIn(statement, { start: first[0], end: first[1] }, uses)
  if (!inner) return undefined
  const text = piece(statement, start, end)
  return { use: isTextual ? { ...inner.use, start, end, text } : inner.use, isWrapped: true }
}
