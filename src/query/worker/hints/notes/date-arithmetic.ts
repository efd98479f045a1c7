import { sqlName } from '../../../columns.ts'
import { nameAt } from '../dialect/rule.ts'
import { operandEnd, operandStart } from '../operands.ts'
import { endsOperand, is, isKind, piece, type Statement, tokenAt } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import type { Count } from './count.ts'

const GIVES_TIME = /^(now|date|datetime|date_trunc|current_date|current_timestamp)$/
const IS_TIME = '[0-9][0-9][0-9][0-9]-[0-9][0-9]*'

/** A sum or difference with a time in it, or with a text: SQLite reads the year of it, or 0. */
export interface TextSum {
  /** Where it begins and ends, as indexes of tokens. */
  start: number
  end: number
  note: string
}

/** Finds what adds days to times, subtracts times, or joins texts by `+`. */
export function textSums(
  statement: Statement,
  uses: readonly ColumnUse[],
  count: Count,
): TextSum[] {
  return statement.tokens.flatMap((_, i) => {
    if (!is(statement, i, '+', '-') || !endsOperand(statement, i - 1)) return []
    const [start, end] = [operandStart(statement, i - 1), operandEnd(statement, i + 1)]
    const left = piece(statement, start, i - 1)
    const right = piece(statement, i + 1, end)
    const isString = isKind(statement, i - 1, 'string') || isKind(statement, end, 'string')
    if (is(statement, i, '+') && isString && (start === i - 1 || end === i + 1)) {
      const note = `\`${left} + ${right}\` adds numbers, and reads texts as 0. To join texts, write \`${left} || ${right}\`.`
      return [{ start, end, note }]
    }
    if (!isTime(statement, start, i - 1, uses, count)) return []
    return [{ start, end, note: timeNote(statement, i, { left, right, end }) }]
  })
}

function timeNote(
  statement: Statement,
  index: number,
  { left, right, end }: { left: string; right: string; end: number },
): string {
  const sign = tokenAt(statement, index)?.text ?? ''
  const isNumber = index + 1 === end && isKind(statement, end, 'number')
  const now = /^current_date$/i.test(left) ? "'now'" : left
  const form = isNumber
    ? `date(${now}, '${sign}${right} days')`
    : `julianday(${left}) - julianday(${right})`
  const meaning = isNumber ? '' : ', which is in days'
  return `\`${left} ${sign} ${right}\` reads the years alone, since times are texts. Write \`${form}\`${meaning}.`
}

function isTime(
  statement: Statement,
  start: number,
  end: number,
  uses: readonly ColumnUse[],
  count: Count,
): boolean {
  const name = nameAt(statement, start)?.toLowerCase() ?? ''
  if (GIVES_TIME.test(name) && (start === end || is(statement, start + 1, '('))) {
    return start < end || name.startsWith('current_')
  }
  const isExtreme = /^(min|max)$/.test(name) && is(statement, start + 1, '(')
  const [from, to] = isExtreme ? [start + 2, end - 1] : [start, end]
  const use = uses.find((one) => one.start === from && one.end === to)
  if (use?.column.type !== 'TEXT') return false
  const column = sqlName(use.column.name)
  return Boolean(count(`SELECT count(*) FROM ${use.table.name} WHERE ${column} GLOB '${IS_TIME}'`))
}
