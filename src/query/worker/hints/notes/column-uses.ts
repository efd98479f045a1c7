import type { Column, TableInfo } from '../../../query-contract.ts'
import { nameAt } from '../dialect/rule.ts'
import { callArguments, closing } from '../operands.ts'
import { endsOperand, is, isName, piece, type Statement } from '../statement.ts'

/** A column where a statement names it, as the indexes of its tokens. */
export interface ColumnUse {
  table: TableInfo
  column: Column
  start: number
  end: number
  /** As the statement writes it, such as `i.price`. */
  text: string
}

/**
 * Finds the columns of tables that a statement names. A name that it also gives to something else is left out:
 * no note is better than a wrong one.
 */
export function columnUses(statement: Statement, tables: readonly TableInfo[]): ColumnUse[] {
  if (tables.some((table) => isRedefined(statement, table.name))) return []
  const qualifiers = tableQualifiers(statement, tables)
  const read = [...new Set(qualifiers.values())].filter((table) => table !== undefined)
  const given = givenNames(statement)
  const at = (i: number) => useAt(statement, i, { qualifiers, read, given })
  const aliases = columnAliases(statement, at)
  return statement.tokens.flatMap((_, i) => at(i) ?? aliasUse(statement, i, aliases) ?? [])
}

/** Returns the columns that a statement calls by another name, such as `price AS p`, and by one thing alone. */
function columnAliases(
  statement: Statement,
  at: (index: number) => ColumnUse | undefined,
): Map<string, ColumnUse> {
  const aliases = new Map<string, ColumnUse>()
  const others = new Set<string>()
  for (const i of givenAt(statement)) {
    const name = nameAt(statement, i)?.toLowerCase() ?? ''
    const use = is(statement, i - 1, 'as') ? at(i - 2) : undefined
    const isWhole = use && is(statement, use.start - 1, 'select', 'distinct', ',')
    const column = aliases.get(name)?.column ?? use?.column
    if (isWhole && use.column === column) aliases.set(name, use)
    else others.add(name)
  }
  for (const name of others) aliases.delete(name)
  return aliases
}

function aliasUse(
  statement: Statement,
  index: number,
  aliases: ReadonlyMap<string, ColumnUse>,
): ColumnUse | undefined {
  const column = aliases.get(nameAt(statement, index)?.toLowerCase() ?? '')
  const isPart = is(statement, index - 1, 'as', '.') || is(statement, index + 1, '(', '.')
  if (!column || isPart) return undefined
  return { ...column, start: index, end: index, text: piece(statement, index, index) }
}

interface Names {
  qualifiers: ReadonlyMap<string, TableInfo | undefined>
  read: readonly TableInfo[]
  given: ReadonlySet<string>
}

function useAt(statement: Statement, end: number, names: Names): ColumnUse | undefined {
  const name = nameAt(statement, end)?.toLowerCase()
  if (name === undefined || !isName(statement, end) || is(statement, end + 1, '(', '.')) {
    return undefined
  }
  const isQualified = is(statement, end - 1, '.')
  const start = isQualified ? end - 2 : end
  if (is(statement, start - 1, 'as', '.') || endsOperand(statement, start - 1)) return undefined
  const qualifier = isQualified ? nameAt(statement, start)?.toLowerCase() : undefined
  if (qualifier === undefined && (isQualified || names.given.has(name))) return undefined
  const candidates = qualifier === undefined ? names.read : [names.qualifiers.get(qualifier)]
  const found = candidates.flatMap((table) => {
    const column = table?.columns.find((one) => one.name.toLowerCase() === name)
    return table && column ? [{ table, column }] : []
  })
  const [only] = found
  if (!only || found.length > 1) return undefined
  return { ...only, start, end, text: piece(statement, start, end) }
}

/** Tells whether `WITH items AS (…)` takes the place of a table. */
function isRedefined(statement: Statement, table: string): boolean {
  return statement.tokens.some((_, i) => {
    if (nameAt(statement, i)?.toLowerCase() !== table) return false
    if (is(statement, i + 1, 'as') && is(statement, i + 2, '(', 'materialized', 'not')) return true
    return is(statement, i + 1, '(') && is(statement, closing(statement, i + 1) + 1, 'as')
  })
}

/** Returns what stands before the names of columns: tables, and what the statement calls them. */
function tableQualifiers(statement: Statement, tables: readonly TableInfo[]) {
  const qualifiers = new Map<string, TableInfo | undefined>()
  const add = (name: string, table: TableInfo | undefined) => {
    // One name for two things in two places of the statement tells nothing.
    const isOther = qualifiers.has(name) && qualifiers.get(name) !== table
    qualifiers.set(name, isOther ? undefined : table)
  }
  for (let i = 0; i < statement.tokens.length; i++) {
    const alias = aliasAfter(statement, i)
    const name = nameAt(statement, i)?.toLowerCase()
    const isTable =
      is(statement, i - 1, 'from', 'join', ',', '(') && !is(statement, i + 1, '(', '.')
    const table = isTable ? tables.find((one) => one.name === name) : undefined
    if (table) add(table.name, table)
    if (alias !== undefined && (table || is(statement, i, ')'))) add(alias, table)
  }
  return qualifiers
}

function aliasAfter(statement: Statement, index: number): string | undefined {
  const at = is(statement, index + 1, 'as') ? index + 2 : index + 1
  return isName(statement, at) ? nameAt(statement, at)?.toLowerCase() : undefined
}

/** Returns the names that the statement gives to values: `AS price`, `sum(x) price`, `WITH t(price) AS`. */
function givenNames(statement: Statement): Set<string> {
  return new Set(givenAt(statement).map((i) => nameAt(statement, i)?.toLowerCase() ?? ''))
}

function givenAt(statement: Statement): number[] {
  return statement.tokens.flatMap((_, i) =>
    isGiven(statement, i) ? [i] : listedBefore(statement, i),
  )
}

function isGiven(statement: Statement, index: number): boolean {
  if (!isName(statement, index) || is(statement, index + 1, '(')) return false
  return is(statement, index - 1, 'as') || endsOperand(statement, index - 1)
}

/** Returns the names in brackets before AS, if they open at an index. */
function listedBefore(statement: Statement, index: number): number[] {
  if (!is(statement, index, '(') || !is(statement, closing(statement, index) + 1, 'as')) return []
  return callArguments(statement, index).flatMap(([from, to]) => (from === to ? [from] : []))
}
