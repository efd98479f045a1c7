import { nearestName } from '../../../shared/likeness.ts'
import { shorten } from '../../../shared/quote.ts'
import { REST_COLUMN, sqlName } from '../../columns.ts'
import type { Column, QueryFailure, TableInfo } from '../../query-contract.ts'
import { findColumn, listColumns, quoteText } from './column-names.ts'
import { nameAt } from './dialect/rule.ts'
import { MATCH_FORM } from './explain-use.ts'
import { EQUIVALENTS, FUNCTION_NAMES } from './function-names.ts'
import { callArguments } from './operands.ts'
import { find, is, piece, type Statement } from './statement.ts'

/** A name that the engine does not know. */
export interface Unknown {
  statement: Statement
  name: string
  isQuoted: boolean
  tables: readonly TableInfo[]
}

export function unknownColumn(unknown: Unknown): QueryFailure {
  const { name, isQuoted, tables } = unknown
  const known = fieldAdvice(unknown)
  const advice = known
    ? [known]
    : [
        isQuoted && !name.includes('.') ? textAdvice(unknown) : undefined,
        pathAdvice(unknown) ?? keyAdvice(unknown) ?? scopeAdvice(unknown),
        nearestAdvice(unknown),
      ].filter((sentence) => sentence !== undefined)
  return {
    happened: `No such column: \`${shorten(isQuoted ? `"${name}"` : name)}\`.`,
    remedy: [...advice.slice(0, 2), listColumns(tables)].join(' '),
  }
}

/** A field that has another name in SQL, that is not loaded, or that is beyond the last column. */
function fieldAdvice({ name, statement, tables }: Unknown): string | undefined {
  const columns = tables.flatMap((table) => table.columns)
  const renamed = columns.find((column) => column.field === name && column.name !== name)
  if (renamed) return `The field is the column ${sqlName(renamed.name)}.`
  if (name.startsWith('#')) {
    return 'Fields that begin with `#` are hidden: name it in `fields`, with the others that are needed.'
  }
  const isTable = tables.some((table) => table.name === name.toLowerCase())
  if (isTable && find(statement, 0, 'match') >= 0) return MATCH_FORM
  const hasRest = columns.some((column) => column.name === REST_COLUMN)
  if (!hasRest || nearestName(name, ['_row', REST_COLUMN]) !== undefined) return undefined
  const key = shorten(quoteText(name.split('.').at(-1) ?? name), 100)
  return `Fields beyond the last column are in ${REST_COLUMN}: write \`${REST_COLUMN}->>${key}\`.`
}

function textAdvice({ name }: Unknown): string {
  return `Double quotes stand around names: if it is a text, write ${shorten(quoteText(name), 100)}.`
}

/** `seller.name`, which is a path into JSON, or the name of a column with a dot in it. */
function pathAdvice({ name, tables, statement }: Unknown): string | undefined {
  const whole = findColumn(tables, name)
  if (whole && name.includes('.')) return `Write the column as ${sqlName(whole.name)}.`
  const parts = name.split('.')
  const skipped = parts.findIndex((part, i) => i < parts.length - 1 && findColumn(tables, part))
  const column = skipped < 0 ? undefined : findColumn(tables, parts[skipped] ?? '')
  if (!column || isTableName(statement, parts[0] ?? '', tables) === (skipped === 0))
    return undefined
  const before = parts.slice(0, skipped).map((part) => `${sqlName(part)}.`)
  return pathForm(`${before.join('')}${sqlName(column.name)}`, column, parts.slice(skipped + 1))
}

function pathForm(value: string, column: Column, keys: readonly string[]): string {
  const [key = ''] = keys
  const path = keys.length > 1 ? `$.${keys.join('.')}` : key
  const form = shorten(`${value}->>${quoteText(path)}`, 150)
  if (column.type === 'JSON' || column.type === 'MIXED') {
    return `${sqlName(column.name)} holds JSON: write \`${form}\`.`
  }
  return `${sqlName(column.name)} is ${column.type} and has no fields; of a JSON column, write \`${form}\`.`
}

/** Tells whether a name is that of a table, or one that the statement gives to a table. */
function isTableName(statement: Statement, name: string, tables: readonly TableInfo[]): boolean {
  const lower = name.toLowerCase()
  if (tables.some((table) => table.name === lower)) return true
  return statement.tokens.some(
    (_, i) =>
      nameAt(statement, i)?.toLowerCase() === lower &&
      (is(statement, i - 1, 'as') || is(statement, i - 2, 'from', 'join', ',')) &&
      !is(statement, i - 1, 'select', ','),
  )
}

/** `seller ->> name`, whose key lacks quotes. */
function keyAdvice({ name, statement }: Unknown): string | undefined {
  const at = statement.tokens.findIndex(
    (_, i) => is(statement, i, '->', '->>') && nameAt(statement, i + 1) === name,
  )
  if (at < 0) return undefined
  return `Put the key in single quotes: \`${piece(statement, at - 1, at)} ${quoteText(name)}\`.`
}

/** A column that there is, but not in the part of the statement that names it. */
function scopeAdvice({ name, tables, statement }: Unknown): string | undefined {
  const parts = name.split('.')
  const last = parts.at(-1) ?? ''
  const found = findColumn(tables, last)
  if (!found) return undefined
  if (parts.length === 2 && !isTableName(statement, parts[0] ?? '', tables)) {
    return `\`${shorten(parts[0] ?? '', 60)}\` is not a table of this statement: write ${sqlName(found.name)}.`
  }
  const table = tables.find(({ columns }) => columns.includes(found))
  return `${sqlName(found.name)} is a column of \`${table?.name}\`, which this part of the statement does not read: a subquery or WITH passes on only what it selects.`
}

function nearestAdvice({ name, tables }: Unknown): string | undefined {
  if (findColumn(tables, name)) return undefined
  const last = name.split('.').at(-1) ?? ''
  const names = tables.flatMap(({ columns }) => columns.map((column) => column.name))
  const nearest = nearestName(last, [...names, '_row'])
  if (nearest === undefined || nearest.toLowerCase() === last.toLowerCase()) return undefined
  return `Did you mean ${sqlName(nearest)}?`
}

export function unknownTable({ name, tables }: Unknown): QueryFailure {
  const happened = `No such table: \`${shorten(name)}\`.`
  const last = name.split('.').at(-1) ?? ''
  const names = tables.map((table) => `\`${table.name}\``).join(' and ')
  if (last.toLowerCase() === 'other') {
    return {
      happened,
      remedy:
        'Pass `otherDatasetId` or `otherRunId` to read a second dataset as the table `other`.',
    }
  }
  const form = EQUIVALENTS.get(last.toLowerCase())
  const column = findColumn(tables, last)
  const call = `json_each(items.${column ? sqlName(column.name) : ''})`
  const advice = form
    ? `Write ${inCode(form.replace(/\$[\d*]/g, 'x'))}. `
    : column
      ? `${sqlName(column.name)} is a column; of an array in it, write \`FROM items, ${call}\` and read \`value\`. `
      : ''
  return {
    happened,
    remedy: `${advice}The rows are in ${tables.length > 1 ? 'the tables' : 'the table'} ${names || '`items`'}.`,
  }
}

export function unknownFunction({ name, statement, tables }: Unknown): QueryFailure {
  const lower = name.toLowerCase()
  const happened = `No such function: \`${shorten(name)}\`.`
  const form = EQUIVALENTS.get(lower)
  if (form) return { happened, remedy: `Write ${inCode(fillIn(form, statement, lower))}.` }
  const nearest = nearestName(lower, FUNCTION_NAMES)
  const column = findColumn(tables, name)
  const advice = nearest ? `Did you mean \`${nearest}\`?` : 'Write it with functions of SQLite.'
  return {
    happened,
    remedy: column ? `${sqlName(column.name)} is a column. ${advice}` : advice,
  }
}

function inCode(form: string): string {
  return form.includes('`') ? form : `\`${form}\``
}

/** Puts the arguments of the call into SQLite's form of it. */
function fillIn(form: string, statement: Statement, name: string): string {
  const at = find(statement, 0, name)
  const all = at >= 0 && is(statement, at + 1, '(') ? callArguments(statement, at + 1) : []
  const pieces = all.map(([from, to]) => shorten(piece(statement, from, to), 60))
  const standIns = ['x', 'y', 'z']
  const filled = form.replace('$*', () => pieces.join(', ') || 'x')
  return filled.replace(/\$(\d)/g, (_, digit: string) => {
    const i = Number(digit) - 1
    return pieces[i] ?? standIns[i] ?? 'x'
  })
}
