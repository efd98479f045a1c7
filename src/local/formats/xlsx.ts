import type { CellObject, Row } from 'write-excel-file/node'
import { invalidValue } from '../api-error.ts'
import { type Cell, type Columns, findColumns } from './columns.ts'
import { type Format, itemsOf, type Listing } from './listing.ts'
import { legalText } from './xml-text.ts'

/** The most characters in a cell, from the specification of Excel. */
const MAX_CELL_CHARS = 32_767

/**
 * A workbook is built in memory at once, at about 10 microseconds and 500 bytes a cell. With more
 * cells the platform would block other requests for too long.
 */
const MAX_CELLS = 250_000

/** A workbook with one sheet. Nested fields get columns such as `author/name`. */
export const xlsx: Format = {
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extension: 'xlsx',
  async encode(listing) {
    const rows = await collectRows(listing, await findColumns(listing))
    // Loaded here, so that no start of the platform waits for it.
    const { default: writeXlsxFile } = await import('write-excel-file/node')
    return parts(await writeXlsxFile(rows, { sheet: 'Items', stickyRowsCount: 1 }).toBuffer())
  },
}

async function collectRows(listing: Listing, { names, cellsOf }: Columns): Promise<Row[]> {
  const rows: Row[] = [names.map((name) => ({ ...toCellObject(name), fontWeight: 'bold' }))]
  for await (const items of itemsOf(listing)) {
    for (const item of items) rows.push(cellsOf(item).map(toCellObject))
    if (rows.length * names.length > MAX_CELLS) throw tooLarge()
  }
  return rows
}

function toCellObject(cell: Cell): CellObject | null {
  if (cell === null || cell === '') return null
  if (typeof cell === 'boolean') return { value: cell, type: Boolean }
  if (typeof cell === 'number' && Number.isFinite(cell)) return { value: cell, type: Number }
  return { value: truncate(legalText(String(cell))), type: String }
}

/** Truncates a text: a longer one would make the whole workbook unreadable. */
function truncate(text: string): string {
  return text.length > MAX_CELL_CHARS ? `${text.slice(0, MAX_CELL_CHARS - 2)} …` : text
}

function tooLarge() {
  return invalidValue(
    `The workbook would have more than ${MAX_CELLS} cells. Choose "fields", read it in parts with "offset" and "limit", or use the format csv.`,
  )
}

async function* parts(bytes: Buffer) {
  yield bytes
}
