import type { Answer, Cell } from '../../../src/query/query-contract.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { askDatasets } from '../query/ask-datasets.ts'
import { rowsFile } from '../text/file-name.ts'
import { firstNames } from '../text/one-line.ts'
import type { ExportSource } from './export-source.ts'
import { reportBytes } from './report-bytes.ts'
import { columnKeys, ROW_FORMATS, type RowFormat } from './row-formats.ts'

/** Most column names that a result shows. */
const MAX_NAMES = 30
/** Rows and characters of values that are in memory at once. */
const BATCH = { maxRows: 1000, maxChars: 1_000_000 }

interface QueryExport {
  sql: string
  format: RowFormat
  fields?: string[] | undefined
}

/**
 * Writes the rows of a statement to a file, while they are stepped.
 * @throws {ToolError} if the statement is wrong, it or its tables take too much, the format cannot hold the
 *   rows, or the file cannot be written
 */
export function exportQuery(
  { ref, other, downloads, fileName }: ExportSource,
  { sql, format, fields }: QueryExport,
  context: Context,
) {
  const question = { sql, fields, maxCellChars: Number.MAX_SAFE_INTEGER, batch: BATCH }
  const name = fileName ?? rowsFile(ref, format)
  return askDatasets({ items: ref, other }, question, context, async (answer, tableNote) => {
    const columns = columnKeys(answer.columns, format)
    const { batches, count } = batchesOf(answer)
    const parts = ROW_FORMATS[format]({ columns, isJson: answer.isJson, batches, label: name })
    const file = await downloads.save(name, parts, reportBytes(context.progress))
    const isRenamed = columns.some((key, i) => key !== answer.columns[i])
    return {
      ...file,
      rows: count(),
      fields: firstNames(columns, MAX_NAMES),
      note: notes(
        isRenamed && 'Columns that share a name have a number behind it.',
        ...answer.tables.flatMap((table) => table.notes),
        ...answer.notes,
        tableNote,
      ),
    }
  })
}

/** Reads an answer to its end, and counts its rows. */
function batchesOf(answer: Pick<Answer, 'read'>) {
  let rows = 0
  async function* batches(): AsyncGenerator<Cell[][]> {
    for (let done = false; !done; ) {
      const read = await answer.read()
      done = read.done
      rows += read.rows.length
      yield read.rows
    }
  }
  return { batches: batches(), count: () => rows }
}
