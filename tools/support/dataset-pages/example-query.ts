import { isPlainName, sqlName } from '../../../src/query/columns.ts'
import { isObject } from '../../../src/shared/json.ts'
import type { SqlColumn } from './sql-columns.ts'

/** A column groups rows well if it has at most so many values, and each is short. In characters. */
const MAX_GROUPS = 20
const MAX_GROUP_CHARS = 60
/** Longer names are not used, in characters. */
const MAX_NAME_CHARS = 60
/** Numbers that are not quantities: their average says nothing. */
const ID_NAME = /(^|[_-])(id|key|code|index|rank|position|zip|year)$|Id$|ID$/

/** A part of a statement, and the values that it has in the sample. */
interface Expression {
  sql: string
  values: unknown[]
}

/**
 * Returns a statement that works on a dataset and says something about it: the average of a number for each value
 * of a text, or else a count.
 * @param columns by the names of their fields
 */
export function exampleQuery(
  rows: readonly unknown[],
  columns: ReadonlyMap<string, SqlColumn>,
): string {
  const usable = [...columns]
    .filter(([, { name }]) => name.length <= MAX_NAME_CHARS && !/[\p{C}\p{Zl}\p{Zp}]/u.test(name))
    .sort(([, a], [, b]) => Number(isPlainName(b.name)) - Number(isPlainName(a.name)))
  const number = numberOf(usable)
  const groups = [...textsOf(usable, rows), ...nestedTextsOf(usable, rows)].filter(isGroup)
  // One group says nothing, if there is another way.
  const group = groups.find(({ values }) => new Set(values).size > 1) ?? groups[0]
  const average = number === undefined ? '' : `, round(avg(${number}), 2)`
  if (group !== undefined)
    return `SELECT ${group.sql}, count(*)${average} FROM items GROUP BY 1 ORDER BY 2 DESC LIMIT 10`
  if (number !== undefined)
    return `SELECT count(*), min(${number}), avg(${number}), max(${number}) FROM items`
  return 'SELECT count(*) FROM items'
}

type Columns = readonly (readonly [field: string, column: SqlColumn])[]

function numberOf(columns: Columns): string | undefined {
  const numbers = (type: string) =>
    columns.find(([field, column]) => column.type === type && !ID_NAME.test(field))
  const [, column] = numbers('REAL') ?? numbers('INTEGER') ?? []
  return column && sqlName(column.name)
}

function textsOf(columns: Columns, rows: readonly unknown[]): Expression[] {
  return columns
    .filter(([field, { type }]) => type === 'TEXT' && !ID_NAME.test(field))
    .map(([field, { name }]) => ({
      sql: sqlName(name),
      values: rows.map((row) => fieldOf(row, field)),
    }))
}

/** Returns the texts in objects, by the keys of the first one. */
function nestedTextsOf(columns: Columns, rows: readonly unknown[]): Expression[] {
  return columns
    .filter(([, { type }]) => type === 'JSON')
    .flatMap(([field, { name, example }]) => {
      const keys = isObject(example) ? Object.keys(example).slice(0, MAX_GROUPS) : []
      return keys.filter(isPlainName).map((key) => ({
        sql: `${sqlName(name)}->>'${key}'`,
        values: rows.map((row) => fieldOf(fieldOf(row, field), key)),
      }))
    })
}

/** Returns whether the rows of a sample fall into few groups: some at least repeat their value. */
function isGroup({ values }: Expression): boolean {
  const filled = values.filter((value) => value !== undefined && value !== null && value !== '')
  const distinct = new Set(filled)
  const isShort = filled.every((one) => typeof one === 'string' && one.length <= MAX_GROUP_CHARS)
  return (
    isShort &&
    distinct.size > 0 &&
    distinct.size <= MAX_GROUPS &&
    (distinct.size < filled.length || values.length === 1)
  )
}

function fieldOf(row: unknown, field: string): unknown {
  return isObject(row) && Object.hasOwn(row, field) ? row[field] : undefined
}
