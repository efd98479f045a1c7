import type { StorageRef } from '../../../src/apify/types/run-types.ts'
import { wholePage } from '../../../src/budget/row-page.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { readBytes } from '../../../src/shared/read-bytes.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import type { PageQuery } from './page-query.ts'

/** A workbook goes into the answer as a resource up to this size, in bytes. */
const MAX_XLSX_BYTES = 256 * 1024

/**
 * Attaches a page of rows as an Excel workbook.
 * @throws ToolError if the workbook is larger than 256 KiB
 */
export async function attachWorkbook(ref: StorageRef, query: PageQuery, context: Context) {
  const { bytes, total, whole } = await context.apify.readItems(
    ref,
    query,
    async ({ chunks, total }) => ({ ...(await readBytes(chunks, MAX_XLSX_BYTES)), total }),
  )
  if (!whole) {
    throw new ToolError(
      'The workbook is larger than 256 KiB.',
      'Narrow it with `limit` and `fields`.',
    )
  }
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const id = 'id' in ref ? `dataset/${ref.id}` : `run/${ref.runId}`
  const uri = `apify://${id}/items.xlsx`
  context.attach({ type: 'resource', resource: { uri, mimeType, blob: bytes.toString('base64') } })
  const note = 'The workbook is attached as a resource.'
  return { ...wholePage(query.offset, query.limit, total, false), note }
}
