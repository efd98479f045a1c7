import { shorten } from '../../../shared/quote.ts'
import type { QueryFailure, TableInfo } from '../../query-contract.ts'
import { adviceOnSyntax } from './advice-on-syntax.ts'
import { listColumns } from './column-names.ts'
import { findForeign } from './dialect/find-foreign.ts'
import type { Finding } from './dialect/rule.ts'
import { explainMalformedJson } from './explain-json.ts'
import { explainKind } from './explain-kind.ts'
import { unknownColumn, unknownFunction, unknownTable } from './explain-unknown.ts'
import { explainUse } from './explain-use.ts'
import { readStatement, type Statement } from './statement.ts'

/** Longest explanation, in characters. */
const MAX_CHARS = 1500
const MAX_MESSAGE = 300

/**
 * Explains why the engine refused a statement: what happened, and SQLite's own form of it.
 * @param message the engine's, with or without its code before it
 */
export function explainFailure(
  sql: string,
  message: string,
  tables: readonly TableInfo[],
): QueryFailure {
  const plain = message.replace(
    /^(?:\w*Error: )?(?:SQLITE_\w+: )?(?:sqlite3 result code \d+: )?/,
    '',
  )
  const statement = readStatement(sql)
  const failure =
    ofOurFunction(plain) ??
    explainKind(statement, plain, tables) ??
    explainMalformedJson(statement, plain, tables) ??
    explainUse(statement, plain) ??
    explainText(statement, plain, tables)
  return bounded(failure)
}

/** Functions of ours say themselves what to do: their messages begin with `name():`. */
function ofOurFunction(message: string): QueryFailure | undefined {
  if (!/^[a-z_0-9]+\(\): /.test(message)) return undefined
  const end = message.search(/[.] [A-Z`]/)
  if (end < 0) return { happened: message, remedy: '' }
  return { happened: message.slice(0, end + 1), remedy: message.slice(end + 2) }
}

/** Explains a statement that the engine cannot parse, or that names what is not there. */
function explainText(
  statement: Statement,
  message: string,
  tables: readonly TableInfo[],
): QueryFailure {
  const findings = findForeign(statement, tables)
  const unknown = explainUnknown(statement, message, tables)
  const names = unknown ? [unknown.name, unknown.name.split('.')[0] ?? ''] : []
  const isTaken = ({ takenFor }: Finding) =>
    names.some((name) => takenFor?.includes(name.toLowerCase()))
  if (unknown && !findings.some(isTaken)) {
    const { happened, remedy } = unknown.failure
    return { happened, remedy: [remedy, ...findings.map(({ advice }) => advice)].join(' ') }
  }
  if (findings.length > 0) return foreignFailure(findings)
  return syntaxFailure(statement, message, tables)
}

function foreignFailure(findings: readonly Finding[]): QueryFailure {
  const names = findings.map(({ name }) => `\`${shorten(name, 60)}\``)
  return {
    happened: `The tables are asked in SQLite's SQL, which does not have ${names.join(', ')}.`,
    remedy: findings.map(({ advice }) => advice).join(' '),
  }
}

function explainUnknown(statement: Statement, message: string, tables: readonly TableInfo[]) {
  const found = /^no such (column|table|function): (?:"(.*)" - should this be .*|(.*))$/s.exec(
    message,
  )
  if (!found) return undefined
  const [, what, quoted, bare = ''] = found
  const name = quoted ?? bare
  const explain = { column: unknownColumn, table: unknownTable, function: unknownFunction }[
    what ?? ''
  ]
  if (!explain) return undefined
  return { name, failure: explain({ statement, name, isQuoted: quoted !== undefined, tables }) }
}

/** Explains what is left: with the engine's own message and the columns that there are. */
function syntaxFailure(
  statement: Statement,
  message: string,
  tables: readonly TableInfo[],
): QueryFailure {
  return {
    happened: `SQLite does not take the statement: ${shorten(message, MAX_MESSAGE)}.`,
    remedy: `${adviceOnSyntax(statement, message, tables)}${listColumns(tables)}`,
  }
}

function bounded({ happened, remedy }: QueryFailure): QueryFailure {
  const what = shorten(happened, MAX_CHARS / 2)
  return { happened: what, remedy: shorten(remedy.trim(), MAX_CHARS - what.length) }
}
