import { fitPage } from '../../../src/budget/fit-rows.ts'
import type { FittedRows } from '../../../src/budget/fitted-rows.ts'
import { truncationNote } from '../../../src/budget/row-page.ts'
import { countTokens } from '../../../src/budget/token-cost.ts'
import type { Answer } from '../../../src/query/query-contract.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { notes } from '../arguments.ts'
import { countOf } from '../count-of.ts'
import { fieldName } from '../text/one-line.ts'
import { readAnswer } from './read-answer.ts'

/** The part of a result that the names of its columns may take. */
const NAMES_SHARE = 0.5
/** Longer names of columns are cut, in characters. */
const MAX_NAME_CHARS = 200
/** Columns that a note names at most. */
const MAX_NAMED = 10
const PLAIN_NAME = /^[\w.-]{1,40}$/

export interface PageOptions {
  limit: number
  /** The budget of the result, in tokens. */
  maxTokens: number
  /** Whether the agent can write all rows to a file. */
  canExport: boolean
  /** A sentence about the tables. */
  tableNote: string | undefined
}

/**
 * Returns the rows of an answer that fit the budget.
 * @throws {ToolError} if the names of its columns alone do not fit
 */
export async function answerPage(answer: Answer, options: PageOptions) {
  const columns = answer.columns.map((name) => fieldName(name, MAX_NAME_CHARS))
  refuseManyColumns(columns, options.maxTokens)
  const { rows, isAll } = await readAnswer(answer, options)
  const scanned = answer.tables.reduce((sum, table) => sum + table.rows, 0)
  return fitPage(rows, options.maxTokens, (fitted) => {
    const truncated = fitted.rowsUsed < rows.length || !isAll
    return {
      columns,
      rows: fitted.rows.map((row) => (Array.isArray(row) ? row : [row])),
      rowCount: fitted.rows.length,
      scanned,
      truncated,
      note: notes(
        truncated && moreNote(fitted.rowsUsed, options),
        truncatedNote(fitted, rows, columns),
        scanned === 0 && 'The dataset is empty.',
        ...answer.tables.flatMap((table) => table.notes),
        ...answer.notes,
        options.tableNote,
      ),
    }
  })
}

function refuseManyColumns(columns: readonly string[], maxTokens: number): void {
  if (countTokens(columns) <= maxTokens * NAMES_SHARE) return
  throw new ToolError(
    `The result has ${countOf(columns.length, 'column')}, whose names alone take the space of the rows.`,
    'Select the columns that you need by their names; `get_dataset` lists them.',
  )
}

/** Says how to get further than the rows that are shown. */
function moreNote(shown: number, { limit, canExport }: PageOptions): string {
  const why = shown >= limit ? `\`limit\` is ${limit}` : 'the others did not fit'
  const all = canExport ? ', or write all rows to a file with `export_items` and `sql`' : ''
  return `There are more rows: ${why}. Aggregate, select fewer columns, read on with ORDER BY and LIMIT … OFFSET ${shown}${all}.`
}

/** Says which columns have values that were truncated; undefined if none has. */
function truncatedNote(
  fitted: FittedRows,
  rows: readonly unknown[][],
  columns: readonly string[],
): string | undefined {
  const truncated = columns.filter((_, i) =>
    fitted.rows.some((row, at) => Array.isArray(row) && row[i] !== rows[at]?.[i]),
  )
  // Names of fields are from the web: only a plain one can stand in a sentence of ours.
  const truncatedFields = truncated
    .slice(0, MAX_NAMED)
    .map((name) => (PLAIN_NAME.test(name) ? name : ''))
  const how = 'read it in parts with `substr(column, from, length)`'
  return truncationNote({ ...fitted, truncatedFields }, how)
}
