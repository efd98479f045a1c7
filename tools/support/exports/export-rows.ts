import type { ItemsQuery } from '../../../src/apify/types/storage-types.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { readSample } from '../dataset-pages/read-sample.ts'
import { rowsFile } from '../text/file-name.ts'
import { firstNames } from '../text/one-line.ts'
import { countLines } from './count-lines.ts'
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
 * @throws {ToolError} if the file cannot be written, or fewer rows arrive than the dataset holds
 */
export async function exportRows(
  { ref, downloads, fileName }: ExportSource,
  { format, fields, clean }: RowsQuery,
  { apify, progress }: Context,
) {
  const query = { format, fields, clean }
  const sample = await readSample(apify, ref, { fields, clean })
  const name = fileName ?? rowsFile(ref, format)
  const written = await apify.readItems(ref, query, async ({ chunks, total }) => {
    const lines = countLines(chunks, expectedLines(query, total))
    const file = await downloads.save(name, lines.chunks, reportBytes(progress, total))
    return { ...file, rows: writtenRows(query, lines.count(), total) }
  })
  const names = sample.fields.map((field) => field.name)
  return { ...written, fields: firstNames(names, MAX_FIELD_NAMES) }
}

/** Returns how many lines must arrive, if that is known: every stored row is one line of jsonl. */
function expectedLines({ format, fields, clean }: RowsQuery, total: number | undefined) {
  return format === 'jsonl' && !clean && !fields ? total : undefined
}

/** Returns how many rows a file holds. `clean` drops some of those that the API's total counts. */
function writtenRows({ format, clean }: RowsQuery, lines: number, total: number | undefined) {
  if (format === 'jsonl') return lines
  return clean ? undefined : total
}
