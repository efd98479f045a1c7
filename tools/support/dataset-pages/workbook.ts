import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { readBytes } from '../../../src/shared/read-bytes.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { refUri } from '../text/ref-uri.ts'
import { maskWorkbook } from './mask-workbook.ts'
import { type PageQuery, textQuery } from './page-query.ts'
import { textPaging } from './text-paging.ts'
import { refuseUnsendable } from './unsendable-names.ts'
import { workbookRows } from './workbook-rows.ts'

/** Larger workbooks are not attached, in bytes. */
const MAX_XLSX_BYTES = 256 * 1024
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * Attaches a page of rows as an Excel workbook.
 * @throws {ToolError} if the workbook is larger than 256 KiB or not one, or a name cannot be sent to the API
 */
export async function attachWorkbook(
  ref: StorageRef,
  query: PageQuery,
  { apify, attach, settings }: Context,
) {
  refuseUnsendable(query)
  const { bytes, total, whole, mask } = await apify.readItems(
    ref,
    textQuery(query, settings),
    async ({ chunks, total, mask }) => ({
      ...(await readBytes(chunks, MAX_XLSX_BYTES)),
      total,
      mask,
    }),
  )
  if (!whole) {
    throw new ToolError(
      'The workbook is larger than 256 KiB.',
      'Narrow it with `limit` and `fields`.',
    )
  }
  const workbook = maskWorkbook(bytes, mask)
  if (!workbook) {
    throw new ToolError(
      'The workbook cannot be read, so it may hold credentials.',
      'Call again, or use another `format`.',
    )
  }
  const uri = `${refUri('dataset', ref)}/items.xlsx`
  const blob = workbook.toString('base64')
  attach({ type: 'resource', resource: { uri, mimeType: XLSX_TYPE, blob } })
  const page = await textPaging({ apify, settings }, ref, query, {
    rows: workbookRows(workbook),
    total,
  })
  return { ...page, note: notes('The workbook is attached as a resource.', page.note) }
}
