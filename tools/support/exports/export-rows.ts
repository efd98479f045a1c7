import type { Apify } from '../../../src/apify/types/apify.ts'
import type { ItemsQuery, StorageRef } from '../../../src/apify/types/storage-types.ts'
import { credibleTotal } from '../../../src/budget/row-page.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { readSample } from '../dataset-pages/read-sample.ts'
import { refuseUnsendable } from '../dataset-pages/unsendable-names.ts'
import { rowsFile } from '../text/file-name.ts'
import { firstNames } from '../text/one-line.ts'
import { countRows } from './count-rows.ts'
import type { ExportSource } from './export-source.ts'
import { reportBytes } from './report-bytes.ts'

/** Most field names that a result shows. */
const MAX_FIELD_NAMES = 30

interface RowsQuery extends Pick<ItemsQuery, 'fields' | 'clean'> {
  format: string
}

/**
 * Writes all rows of a dataset to a file.
 * @returns the file, with the rows in it if they can be counted and the names of their fields
 * @throws {ToolError} if the file cannot be written, a name cannot be sent to the API, or fewer rows
 *   arrive than the API counts
 */
export async function exportRows(
  { ref, downloads, fileName }: ExportSource,
  { format, fields, clean }: RowsQuery,
  { apify, progress }: Context,
) {
  const query = { format, fields, clean }
  refuseUnsendable(query)
  const sample = await readSample(apify, ref, { fields, clean })
  const inWorkbook =
    format === 'xlsx' && !clean ? await confirmedCount(apify, ref, sample) : undefined
  const name = fileName ?? rowsFile(ref, format)
  const written = await apify.readItems(ref, query, async ({ chunks, total }) => {
    const report = reportBytes(progress, credibleTotal(total, sample.rows))
    if (format === 'xlsx') {
      const file = await downloads.save(name, chunks, report)
      return { ...file, rows: total === inWorkbook ? total : undefined }
    }
    const rows = countRows(chunks, format, expectedRows(query, total))
    const file = await downloads.save(name, rows.chunks, report)
    return { ...file, rows: rows.count() }
  })
  const names = sample.fields.map((field) => field.name)
  return { ...written, fields: firstNames(names, MAX_FIELD_NAMES) }
}

/**
 * Returns how many rows must arrive at least. Every stored row is one line of jsonl, and the API's
 * count trails behind the rows, so more may arrive.
 */
function expectedRows({ format, fields, clean }: RowsQuery, total: number | undefined) {
  return format === 'jsonl' && !clean && !fields ? total : undefined
}

/**
 * Returns the API's count of a dataset if the rows confirm it: the last one is there, and none follows.
 * A workbook is compressed, so its rows are not counted while it passes.
 */
async function confirmedCount(
  apify: Pick<Apify, 'readItems'>,
  ref: StorageRef,
  { total }: { total: number | undefined },
): Promise<number | undefined> {
  if (total === undefined) return undefined
  const query = { offset: Math.max(0, total - 1), limit: 2, format: 'jsonl' }
  const found = await apify.readItems(ref, query, async ({ rows }) => {
    let count = 0
    for await (const _ of rows) count++
    return count
  })
  return found === Math.min(1, total) ? total : undefined
}
