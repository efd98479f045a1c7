import { stringify } from 'csv-stringify/sync'
import { type Cell, type Columns, findColumns } from './columns.ts'
import { type Format, type FormatOptions, itemsOf, type Listing } from './listing.ts'

/**
 * A table. Nested fields get columns such as `author/name`. Texts that a spreadsheet would take for
 * formulas stay as they are, as in the API.
 */
export const csv: Format = {
  contentType: 'text/csv; charset=utf-8',
  extension: 'csv',
  hasBom: true,
  async encode(listing, options) {
    return write(listing, options, await findColumns(listing))
  },
}

async function* write(listing: Listing, options: FormatOptions, { names, cellsOf }: Columns) {
  // In a single column an empty cell would be an empty line, which readers skip.
  const quoted_empty = names.length <= 1
  const { delimiter } = options
  const toText = (rows: string[][]) =>
    stringify(rows, { delimiter, quoted_empty, quoted_match: /[\r\n]|^\s|\s$/ })
  // Without fields there is no table.
  if (names.length === 0) return
  if (!options.skipHeaderRow) yield toText([names])
  for await (const items of itemsOf(listing)) {
    yield toText(items.map((item) => cellsOf(item).map(toCellText)))
  }
}

function toCellText(cell: Cell): string {
  return cell === null ? '' : String(cell)
}
