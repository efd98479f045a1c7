import type { Cell } from '../../../src/query/query-contract.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import type { RowBatches } from './row-batches.ts'
import { xmlText } from './xml-text.ts'
import { zip } from './zip-stream.ts'

/** The most rows in a sheet, with the header, and characters in a cell: from the specification of Excel. */
const MAX_ROWS = 1_048_576
const MAX_CELL_CHARS = 32_767

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The files around the sheet. */
const FRAME: [name: string, xml: string][] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="Items" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
]

/**
 * Writes rows as an Excel workbook with one sheet, while they arrive.
 * @throws {ToolError} if they are more than a sheet holds, or a value is longer than a cell
 */
export function workbookParts(rows: RowBatches): AsyncIterable<Uint8Array> {
  const frame = FRAME.map(([name, xml]) => ({ name, parts: one(DECLARATION + xml) }))
  return zip([...frame, { name: 'xl/worksheets/sheet1.xml', parts: sheetParts(rows) }])
}

async function* one(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}

async function* sheetParts({ columns, batches }: RowBatches): AsyncGenerator<Buffer> {
  yield Buffer.from(`${DECLARATION}<worksheet xmlns="${MAIN}"><sheetData>${sheetRow(columns)}`)
  let rows = 1
  for await (const batch of batches) {
    rows += batch.length
    if (rows > MAX_ROWS) {
      throw new ToolError(
        `A workbook holds ${MAX_ROWS - 1} rows, and the result has more.`,
        'Use format `csv`, or LIMIT in `sql`.',
      )
    }
    yield Buffer.from(batch.map(sheetRow).join(''))
  }
  yield Buffer.from('</sheetData></worksheet>')
}

function sheetRow(row: readonly Cell[]): string {
  return `<row>${row.map(sheetCell).join('')}</row>`
}

function sheetCell(cell: Cell): string {
  if (cell === null || cell === '') return '<c/>'
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c t="b"><v>${cell ? 1 : 0}</v></c>`
  // A number of Excel has 15 digits.
  const text = String(cell)
  if (text.length > MAX_CELL_CHARS) {
    throw new ToolError(
      `A value has ${text.length} characters, and a cell of a workbook holds ${MAX_CELL_CHARS}.`,
      'Use format `csv`, or `substr` in `sql`.',
    )
  }
  return `<c t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`
}
