import { namedKeys, quoted, shorten } from '../../shared/quote.ts'
import { KIND, roundsIntegers } from '../column-types.ts'
import { isPlainName, MAX_FIELD_COLUMNS, quoteName, REST_COLUMN, VALUE_COLUMN } from '../columns.ts'
import type { Column, ColumnNote } from '../query-contract.ts'
import { parentOf } from './select-fields.ts'

/** What a name takes in a note, in characters. */
const MAX_NAME_CHARS = 60

/** As many as `namedKeys` shows. */
const MAX_NAMED = 10

/** What of the rows is not in the table as it is in the rows. */
export interface LoadedTable {
  columns: readonly Column[]
  /** The kinds of values of each column. */
  kinds: readonly number[]
  rows: number
  /** Rows that are not objects. */
  valueRows: number
  /** A field that has no column of its own; undefined if all have one. */
  restField: string | undefined
  /** The fields that the caller named. */
  fields?: readonly string[] | undefined
}

/** Returns sentences for the agent about what is not in the table as it is in the rows. */
export function loadNotes(table: LoadedTable): string[] {
  const { rows, valueRows } = table
  const missing = missingFields(table)
  const notes = [
    valueRows > 0 &&
      `${valueRows} of ${rows} rows are not objects. Their values are in the column ${VALUE_COLUMN}.`,
    missing.length > 0 && `No row has ${namedKeys(missing, shortQuoted)}, which \`fields\` names.`,
  ]
  return notes.filter((note) => note !== false)
}

/** Returns sentences about columns that hold something else than the rows have under their names. */
export function columnNotes({ columns, kinds, restField }: LoadedTable): ColumnNote[] {
  const ofKind = (is: (kinds: number) => boolean) => columns.filter((_, i) => is(kinds[i] ?? 0))
  const renamed = columns.filter(({ name, field }) => name !== field)
  const rounded = ofKind(roundsIntegers)
  const asText = ofKind((held) => (held & KIND.numberText) !== 0)
  const asNumber = ofKind((held) => (held & KIND.boolean) !== 0 && held !== KIND.boolean)
  const restKey = sqlText(restField !== undefined && SAFE_NAME.test(restField) ? restField : 'name')
  return [
    ...noteOn(
      renamed,
      ({ field }) => field,
      () => `Fields with another name in SQL: ${listed(renamed, renaming)}.`,
    ),
    ...noteOn(
      columns.filter(({ name }) => restField !== undefined && name === REST_COLUMN),
      nameOf,
      () =>
        `The rows have more than ${MAX_FIELD_COLUMNS} fields. The others are in the column ${REST_COLUMN}, as ${REST_COLUMN}->>${restKey}.`,
    ),
    ...noteOn(
      asText,
      nameOf,
      () =>
        `Numbers that are too large for SQLite are text, with all their digits, in ${listed(asText, sqlName)}.`,
    ),
    ...noteOn(
      rounded,
      nameOf,
      () =>
        `Integers beyond 2^53 are rounded, since there are fractions too, in ${listed(rounded, sqlName)}.`,
    ),
    ...noteOn(
      asNumber,
      nameOf,
      () => `true and false are 1 and 0, beside other values, in ${listed(asNumber, sqlName)}.`,
    ),
  ]
}

function nameOf({ name }: Column): string {
  return name
}

function noteOn(
  columns: readonly Column[],
  asked: (column: Column) => string,
  text: () => string,
): ColumnNote[] {
  return columns.length > 0 ? [{ names: columns.map(asked), text: text() }] : []
}

/** Returns the fields that the caller named, and of which nothing is in any row. */
function missingFields({ columns, fields = [], rows, restField }: LoadedTable): string[] {
  if (rows === 0 || restField !== undefined) return []
  const found = new Set(columns.map(({ field }) => field))
  return fields.filter((field) => !found.has(field) && !found.has(parentOf(field) ?? field))
}

/** Only such a name of a field can stand in our own sentences: it cannot be read as one. */
const SAFE_NAME = /^[\w.@#$-]{0,40}$/

function listed(columns: readonly Column[], show: (column: Column) => string): string {
  const safe = columns.filter(({ name, field }) => SAFE_NAME.test(field) && SAFE_NAME.test(name))
  const others = columns.length - safe.length
  const shown = safe.slice(0, MAX_NAMED).map(show)
  const unnamed = `${others} whose names are not plain words (\`get_dataset\` lists them)`
  const parts = [shown.length > 0 && namedKeys(shown, String, safe.length), others > 0 && unnamed]
  return parts.filter(Boolean).join(' and ')
}

function renaming(column: Column): string {
  return `${shortQuoted(column.field)} is ${sqlName(column)}`
}

/** Returns a column's name as a statement writes it. */
function sqlName({ name }: Column): string {
  return isPlainName(name) ? name : quoteName(name)
}

function shortQuoted(field: string): string {
  return quoted(field, MAX_NAME_CHARS)
}

/** Returns a text as a statement writes it, cut. */
function sqlText(text: string): string {
  return `'${shorten(text, MAX_NAME_CHARS).replaceAll("'", "''")}'`
}
