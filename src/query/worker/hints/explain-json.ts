import type { QueryFailure, TableInfo } from '../../query-contract.ts'
import { findColumn, listColumns } from './column-names.ts'
import { nameAt } from './dialect/rule.ts'
import { callArguments, operandStart } from './operands.ts'
import { is, isName, piece, type Statement, tokenAt } from './statement.ts'

/** Functions whose first argument is JSON. */
const TAKES_JSON =
  /^jsonb?_(array_length|each|extract|insert|patch|pretty|remove|replace|set|tree|type)$|^jsonb?$/

/** Explains "malformed JSON": which column holds texts that are no JSON, and how to pass them by. */
export function explainMalformedJson(
  statement: Statement,
  message: string,
  tables: readonly TableInfo[],
): QueryFailure | undefined {
  if (!/malformed JSON/i.test(message)) return undefined
  const values = jsonValues(statement, tables)
  const [first] = values
  if (first === undefined) {
    return {
      happened: 'A text that was read as JSON is not JSON.',
      remedy: `Check it first: \`CASE WHEN json_valid(x) THEN x ->> 'key' END\`. ${listColumns(tables)}`,
    }
  }
  const names = values.map(({ column }) => `\`${column}\``).join(', ')
  const uses = values.slice(0, 3).map(({ column, use }) => formOf(column, use))
  return {
    happened: `${values.length > 1 ? 'One of the columns' : 'The column'} ${names} holds texts that are not JSON.`,
    remedy: `Write ${[...new Set(uses)].join(' and ')}, which is NULL for them.`,
  }
}

function formOf(column: string, use: string): string {
  const safe = `CASE WHEN json_valid(${column}) THEN ${column} END`
  // As a table, a call stands behind FROM, and its argument alone may be NULL.
  return /^jsonb?_(each|tree)\(/i.test(use)
    ? `\`${use.replace(column, safe)}\``
    : `\`CASE WHEN json_valid(${column}) THEN ${use} END\``
}

interface JsonUse {
  column: string
  use: string
}

/** Finds the columns that a statement reads as JSON, those of plain text or several kinds first. */
function jsonValues(statement: Statement, tables: readonly TableInfo[]): JsonUse[] {
  const found = new Map<string, JsonUse & { isJson: boolean }>()
  for (let i = 0; i < statement.tokens.length; i++) {
    const use = arrowUse(statement, i) ?? callUse(statement, i)
    const name = use && nameAt(statement, use.nameIndex)
    const column = name === undefined ? undefined : findColumn(tables, name)
    if (use && column && !found.has(use.column)) {
      found.set(use.column, { column: use.column, use: use.use, isJson: column.type === 'JSON' })
    }
  }
  const all = [...found.values()]
  const mixed = all.filter(({ isJson }) => !isJson)
  return mixed.length > 0 ? mixed : all
}

/** `seller ->> 'name'`. */
function arrowUse(statement: Statement, index: number) {
  if (!is(statement, index, '->', '->>') || !isName(statement, index - 1)) return undefined
  const start = operandStart(statement, index - 1)
  if (is(statement, start - 1, '->', '->>')) return undefined
  let end = index + 1
  while (is(statement, end + 1, '->', '->>') && tokenAt(statement, end + 2)) end += 2
  return {
    nameIndex: index - 1,
    column: piece(statement, start, index - 1),
    use: piece(statement, start, end),
  }
}

/** `json_extract(seller, '$.name')`. */
function callUse(statement: Statement, index: number) {
  const name = tokenAt(statement, index)
  if (name?.kind !== 'word' || !TAKES_JSON.test(name.value)) return undefined
  if (!is(statement, index + 1, '(')) return undefined
  const all = callArguments(statement, index + 1)
  const [first] = all
  if (!first || !isName(statement, first[1])) return undefined
  const last = all.at(-1)?.[1] ?? first[1]
  return {
    nameIndex: first[1],
    column: piece(statement, first[0], first[1]),
    use: piece(statement, index, last + 1),
  }
}
