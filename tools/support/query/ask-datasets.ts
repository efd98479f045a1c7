import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import type { Answer, Question, TableName } from '../../../src/query/query-contract.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { type DatasetTable, datasetTable } from './table-source.ts'

/** Rows between two reports. */
const REPORT_ROWS = 20_000

/** The datasets that a statement is about. */
export interface DatasetRefs {
  items: StorageRef
  other: StorageRef | undefined
}

interface DatasetQuestion extends Pick<Question, 'sql' | 'maxCellChars' | 'batch'> {
  /** Load only these; undefined or none for all. */
  fields?: readonly string[] | undefined
}

/**
 * Asks a question in SQL about one or two datasets.
 * @param use gets the answer, and a sentence on what its tables may lack, if there is something to say
 * @throws {ToolError} if the statement is wrong, or it or its tables take too much
 */
export async function askDatasets<T>(
  refs: DatasetRefs,
  { fields, ...statement }: DatasetQuestion,
  context: Context,
  use: (answer: Answer, tableNote: string | undefined) => Promise<T>,
): Promise<T> {
  context.queries.prepare()
  const named = fields?.length ? fields : undefined
  const items = datasetTable(refs.items, named, context)
  const other = refs.other && datasetTable(refs.other, named, context)
  const question = {
    ...statement,
    items: items.source,
    other: other?.source,
    onLoading: reportRows({ items, other }, context),
  }
  return context.queries.ask(question, (answer) => {
    const notesOf = answer.tables.map(({ name, rows }) =>
      (name === 'items' ? items : other)?.note(rows),
    )
    return use(answer, notes(...new Set(notesOf)))
  })
}

/** Returns a function that reports how many rows are loaded, but not after each batch. */
function reportRows(
  tables: Record<TableName, DatasetTable | undefined>,
  { progress }: Pick<Context, 'progress'>,
): (table: TableName, rows: number) => void {
  const next = { items: 0, other: 0 }
  return (table, rows) => {
    if (rows < next[table]) return
    next[table] = rows + REPORT_ROWS
    const total = tables[table]?.rowCount()
    const of = total !== undefined && total >= rows ? ` of ${total}` : ''
    progress(`${rows}${of} rows loaded into ${table}`)
  }
}
