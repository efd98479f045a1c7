import { shorten } from '../../../shared/quote.ts'
import { sqlName } from '../../columns.ts'
import type { QueryFailure, TableInfo } from '../../query-contract.ts'
import { findColumn, quoteText } from './column-names.ts'
import { readStatement } from './statement.ts'

/** Parameters that a message names at most. */
const MAX_NAMED = 5

/**
 * Explains parameters, such as `@type` without quotes: SQLite would take each for NULL.
 * @param names as the engine tells them; of `?` it tells none, so those are found in the statement
 */
export function explainParameters(
  sql: string,
  names: readonly string[],
  tables: readonly TableInfo[],
): QueryFailure {
  const found = readStatement(sql).tokens.filter((token) => token.kind === 'parameter')
  const all = [...new Set([...names.filter(Boolean), ...found.map((token) => token.text)])]
  const shown = all.slice(0, MAX_NAMED)
  const quoted = shown.map((name) => `\`${shorten(name, 60)}\``)
  const rest = all.length > shown.length ? ` and ${all.length - shown.length} more` : ''
  const remedies = shown.map((name) => remedyOf(name, tables))
  if (shown.some((name) => name.startsWith('#'))) {
    remedies.push('Fields that begin with `#` are hidden: `fields` must name those to load.')
  }
  return {
    happened: `${quoted.join(', ') || 'A parameter'}${rest} without quotes ${all.length > 1 ? 'are parameters' : 'is a parameter'} in SQL, and a parameter has no value here.`,
    remedy: [...new Set(remedies)].join(' '),
  }
}

function remedyOf(name: string, tables: readonly TableInfo[]): string {
  const bare = name.slice(1)
  const dollars = /^\$\w*\$(.*)/s.exec(name)
  if (dollars) return 'Write texts in single quotes, not between `$$`.'
  if (/^\?\d*$/.test(name)) return `Write the value itself in place of \`${name}\`.`
  if (findColumn(tables, name)) return `Write the column as ${sqlName(name)}.`
  const column = findColumn(tables, bare)
  if (column) return `Write the column as ${sqlName(column.name)}.`
  const value = name.startsWith(':') ? `, or the value itself, such as ${quoteText('…')}` : ''
  return `Write a column as ${shorten(sqlName(name), 64)}${value}.`
}
