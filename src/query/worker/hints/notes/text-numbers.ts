import { sqlName } from '../../../columns.ts'
import { nameAt } from '../dialect/rule.ts'
import { is, piece, type Statement } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import type { Comparison } from './comparisons.ts'
import type { Count } from './count.ts'

const ARITHMETIC = ['+', '-', '*', '/', '%']
/** Functions that read a text as a number, or as 0. */
const NUMERIC =
  /^(sum|avg|total|median|percentile|percentile_cont|percentile_disc|abs|round|ceil|ceiling|floor|mod|power|sqrt)$/
/** Texts that are looked at to tell whether a column holds numbers, and the share that must be numbers. */
const SAMPLE = 1000
const MOST = 0.5

/** Notes on texts that are compared, cast, added or sorted as if they were numbers: one for each column. */
export function textNumberNotes(
  statement: Statement,
  uses: readonly ColumnUse[],
  comparisons: readonly Comparison[],
  count: Count,
): string[] {
  const notes = new Map<string, string>()
  const add = (use: ColumnUse, make: () => string | undefined) => {
    const key = `${use.table.name}.${use.column.name}`
    const holdsTexts = use.column.type === 'TEXT' || use.column.type === 'MIXED'
    const note = holdsTexts && !notes.has(key) ? make() : undefined
    if (note !== undefined) notes.set(key, note)
  }
  for (const comparison of comparisons) {
    add(comparison.use, () => comparisonNote(comparison, count))
  }
  for (const use of uses) add(use, () => readNote(statement, use, count))
  for (const use of uses) add(use, () => orderNote(statement, use, count))
  return [...notes.values()]
}

interface Texts {
  all: number
  /** Those that are not plain numbers, as SQLite reads them. */
  others: number
}

function countTexts({ table, column }: ColumnUse, count: Count): Texts | undefined {
  const name = sqlName(column.name)
  const from = `SELECT count(*) FROM ${table.name} WHERE typeof(${name}) = 'text'`
  const all = count(from)
  // The side with a numeric affinity makes the other a number if all of it is one.
  const plain = all ? count(`${from} AND ${name} = CAST(${name} AS NUMERIC)`) : 0
  return all === undefined || plain === undefined ? undefined : { all, others: all - plain }
}

function comparisonNote(comparison: Comparison, count: Count): string | undefined {
  const { use } = comparison
  const other = comparison.with
  if (other.kind === 'column') {
    const isNumeric = other.use.column.type === 'INTEGER' || other.use.column.type === 'REAL'
    return isNumeric
      ? noteIfOthers(use, count, comparison.rewrite(`to_number(${use.text})`))
      : undefined
  }
  if (other.kind !== 'number') return undefined
  const texts = countTexts(use, count)
  if (!texts || texts.all === 0) return undefined
  // Numbers beside texts of a column of several kinds compare as numbers.
  if (use.column.type === 'MIXED' && countNumbers(use, count) === 0) return undefined
  const isEqual = /^(=|==|<>|!=|in)$/.test(comparison.operator)
  if (isEqual && !comparison.isWrapped && countUnlike(use, count) === 0) return undefined
  const form = texts.others === 0 ? castOf(use, count) : `to_number(${use.text})`
  return `\`${use.text}\` holds texts, which \`${comparison.text}\` does not compare as numbers. ${shareOf(texts)} Write \`${comparison.rewrite(form)}\`.`
}

/** Counts the texts that may be numbers. */
function countNumbers({ table, column }: ColumnUse, count: Count): number | undefined {
  const name = sqlName(column.name)
  return count(
    `SELECT count(*) FROM ${table.name} WHERE typeof(${name}) = 'text' AND (to_number(${name}, '.') IS NOT NULL OR to_number(${name}, ',') IS NOT NULL)`,
  )
}

/** Counts the texts that are not written as SQLite writes an integer, such as "007". */
function countUnlike({ table, column }: ColumnUse, count: Count): number | undefined {
  const name = sqlName(column.name)
  return count(
    `SELECT count(*) FROM ${table.name} WHERE typeof(${name}) = 'text' AND ${name} <> CAST(CAST(${name} AS INTEGER) AS TEXT)`,
  )
}

/** Returns a cast of texts that are plain numbers: as integers they keep all their digits. */
function castOf({ table, column, text }: ColumnUse, count: Count): string {
  const name = sqlName(column.name)
  const fractions = count(
    `SELECT count(*) FROM ${table.name} WHERE typeof(${name}) = 'text' AND ${name} GLOB '*[^0-9-]*'`,
  )
  return `CAST(${text} AS ${fractions === 0 ? 'INTEGER' : 'REAL'})`
}

function shareOf({ all, others }: Texts): string {
  if (others === 0) return `All ${all} are plain numbers.`
  return `${others} of ${all} are not plain numbers (like "1,299" or "N/A").`
}

function noteIfOthers(use: ColumnUse, count: Count, form: string): string | undefined {
  const texts = countTexts(use, count)
  if (!texts || texts.others === 0) return undefined
  return `\`${use.text}\` holds texts: ${texts.others} of ${texts.all} are not plain numbers, and SQLite reads only the digits at their beginning, or 0. Write \`${form}\`.`
}

/** A cast, a sum or arithmetic, which read a text as a number. */
function readNote(statement: Statement, use: ColumnUse, count: Count): string | undefined {
  const { start, end, text } = use
  const isCast =
    is(statement, start - 2, 'cast') &&
    is(statement, end + 1, 'as') &&
    /^(int|big|small|tiny|real|num|dec|float|doub)/i.test(nameAt(statement, end + 2) ?? '')
  if (isCast) return noteIfOthers(use, count, `to_number(${text})`)
  const isFactor = is(statement, end + 1, ...ARITHMETIC) || is(statement, start - 1, ...ARITHMETIC)
  if (isFactor) return noteIfOthers(use, count, `to_number(${text})`)
  const call = is(statement, start - 1, 'distinct') ? start - 2 : start - 1
  const name = nameAt(statement, call - 1) ?? ''
  const isArgument = is(statement, call, '(') && is(statement, end + 1, ')', ',')
  if (!isArgument || !NUMERIC.test(name.toLowerCase())) return undefined
  return noteIfOthers(
    use,
    count,
    `${name}(to_number(${text})${is(statement, end + 1, ',') ? ', …' : ''})`,
  )
}

/** Texts that look like numbers are sorted as texts: "10" before "9". */
function orderNote(statement: Statement, use: ColumnUse, count: Count): string | undefined {
  const name = nameAt(statement, use.start - 2)?.toLowerCase() ?? ''
  const isExtreme =
    is(statement, use.start - 1, '(') && is(statement, use.end + 1, ')') && /^(min|max)$/.test(name)
  if (!isExtreme && !isSortKey(statement, use)) return undefined
  if (!holdsNumbers(use, count)) return undefined
  const texts = countTexts(use, count)
  if (!texts || texts.all === 0) return undefined
  const form = texts.others === 0 ? castOf(use, count) : `to_number(${use.text})`
  const whole = isExtreme ? `${name}(${form})` : `ORDER BY ${form}${directionAfter(statement, use)}`
  return `\`${use.text}\` holds texts, which sort as texts: "10" before "9". ${shareOf(texts)} Write \`${whole}\`.`
}

function directionAfter(statement: Statement, { end }: ColumnUse): string {
  return is(statement, end + 1, 'asc', 'desc') ? ` ${piece(statement, end + 1, end + 1)}` : ''
}

/** Tells whether a column stands alone in an ORDER BY. */
function isSortKey(statement: Statement, { start, end }: ColumnUse): boolean {
  const last = statement.tokens.length - 1
  const ends = ['asc', 'desc', ',', ')', 'limit', 'nulls', ';', 'rows', 'range']
  if (end < last && !is(statement, end + 1, ...ends)) return false
  for (let i = start - 1; i > 0; i--) {
    if (is(statement, i, 'by')) return is(statement, i - 1, 'order')
    if (is(statement, i, ')')) return false
    if (is(statement, i, 'select', 'from', 'where', '(')) return false
    if (i === start - 1 && !is(statement, i, ',')) return false
  }
  return false
}

/** Looks at some of the texts: most are numbers, and their order would be another. */
function holdsNumbers({ table, column }: ColumnUse, count: Count): boolean {
  const name = sqlName(column.name)
  const texts = `(SELECT ${name} AS v FROM ${table.name} WHERE typeof(${name}) = 'text' AND ${name} <> '' LIMIT ${SAMPLE})`
  const all = count(`SELECT count(*) FROM ${texts}`)
  const numbers = count(
    `SELECT count(*) FROM ${texts} WHERE to_number(v, '.') IS NOT NULL OR to_number(v, ',') IS NOT NULL`,
  )
  const lengths = count(`SELECT count(DISTINCT length(v)) FROM ${texts}`)
  if (!all || numbers === undefined || lengths === undefined) return false
  return numbers >= all * MOST && lengths > 1
}
