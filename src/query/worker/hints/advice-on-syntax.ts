import { shorten } from '../../../shared/quote.ts'
import { sqlName } from '../../columns.ts'
import type { TableInfo } from '../../query-contract.ts'
import { findColumn } from './column-names.ts'
import { endsOperand, is, isName, type Statement } from './statement.ts'
import { MAX_TOKENS } from './tokens.ts'

/** Returns what is probably wrong with a statement that cannot be parsed; an empty text if nobody knows. */
export function adviceOnSyntax(
  statement: Statement,
  message: string,
  tables: readonly TableInfo[],
): string {
  const near = /^near "(.*)": syntax error/s.exec(message)?.[1] ?? ''
  const advice =
    openQuote(statement) ??
    nearColumn(statement, near, tables) ??
    openBracket(statement) ??
    (message === 'incomplete input' ? 'Something is missing at its end, such as a value.' : '')
  return advice === '' ? '' : `${advice} `
}

function openQuote(statement: Statement): string | undefined {
  const open = statement.tokens.find((token) => token.kind === 'open')
  if (!open) return undefined
  return `The quote that opens at \`${shorten(open.text, 40)}\` never closes. In a text, write a quote twice: 'it''s'.`
}

/** A reserved word that is the name of a column, or a column behind another without a comma. */
function nearColumn(
  statement: Statement,
  near: string,
  tables: readonly TableInfo[],
): string | undefined {
  const column = findColumn(tables, near)
  if (!column) return undefined
  const places = statement.tokens.flatMap((token, i) => (token.text === near ? [i] : []))
  const isReserved = places.some((i) => !isName(statement, i))
  if (isReserved || sqlName(column.name) !== column.name) {
    return `If the column is meant, write "${column.name.replaceAll('"', '""')}".`
  }
  if (!places.some((i) => endsOperand(statement, i - 1))) return undefined
  return `Perhaps a comma or an operator is missing before \`${near}\`.`
}

function openBracket(statement: Statement): string | undefined {
  // Of a long statement the end is not known.
  if (statement.tokens.length >= MAX_TOKENS) return undefined
  const count = (text: string) => statement.tokens.filter((_, i) => is(statement, i, text)).length
  if (count('(') > count(')')) return 'A bracket `(` is never closed.'
  if (count('(') < count(')')) return 'There is a bracket `)` too many.'
  return count('case') > count('end') ? 'A `CASE` has no `END`.' : undefined
}
