import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import type { TableName } from '../../../src/query/query-contract.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { answerPage } from './answer-page.ts'
import { maxCellChars } from './read-answer.ts'
import { type DatasetTable, datasetTable } from './table-source.ts'

/** Rows between two reports. */
const REPORT_ROWS = 20_000

interface DatasetQuery {
  sql: string
  fields?: string[] | undefined
  limit: number
}

/**
 * Answers a question in SQL about one or two datasets, as far as the budget allows.
 * @throws {ToolError} if the statement is wrong, or it or its tables take too much
 */
export async function queryDatasets(
  refs: { items: StorageRef; other: StorageRef | undefined },
  { sql, fields, limit }: DatasetQuery,
  context: Context,
) {
  const { settings, queries, downloads } = context
  const named = fields?.length ? fields : undefined
  const [items, other] = await Promise.all([
    datasetTable(refs.items, named, context),
    refs.other && datasetTable(refs.other, named, context),
  ])
  const question = {
    sql,
    items: items.source,
    other: other?.source,
    maxCellChars: maxCellChars(settings.maxResultTokens),
    onLoading: reportRows({ items, other }, context),
  }
  return queries.ask(question, (answer) => {
    const notesOf = answer.tables.map(({ name, rows }) =>
      (name === 'items' ? items : other)?.note(rows),
    )
    return answerPage(answer, {
      limit,
      maxTokens: settings.maxResultTokens,
      canExport: downloads !== undefined,
      tableNote: notes(...new Set(notesOf)),
    })
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
    const total = tables[table]?.rowCount
    const of = total !== undefined && total >= rows ? ` of ${total}` : ''
    progress(`${rows}${of} rows loaded into ${table}`)
  }
}
