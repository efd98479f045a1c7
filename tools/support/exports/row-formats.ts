import type { z } from 'zod'
import type { Cell } from '../../../src/query/query-contract.ts'
import type { itemFormat } from '../arguments.ts'
import type { RowBatches } from './row-batches.ts'
import { workbookParts } from './workbook-writer.ts'
import { xmlName, xmlText } from './xml-text.ts'

const XML_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'

type Writer = (rows: RowBatches) => AsyncIterable<Uint8Array>

export type RowFormat = z.output<typeof itemFormat>

/** Writes rows in each of the formats that the API has for items. */
export const ROW_FORMATS: Record<RowFormat, Writer> = {
  jsonl: textOf({ row: (...row) => `${jsonRow(...row)}\n` }),
  json: textOf({ head: () => '[', between: ',\n', row: jsonRow, tail: () => ']\n' }),
  csv: textOf({ head: csvHead, row: csvRow }),
  html: textOf({
    head: htmlHead,
    row: htmlRow,
    tail: () => '</tbody>\n</table>\n</body>\n</html>\n',
  }),
  xml: textOf({ head: () => `${XML_HEAD}<items>\n`, row: xmlRow, tail: () => '</items>\n' }),
  rss: textOf({
    head: ({ label }) =>
      `${XML_HEAD}<rss version="2.0">\n<channel>\n<title>${xmlText(label)}</title>\n`,
    row: xmlRow,
    tail: () => '</channel>\n</rss>\n',
  }),
  xlsx: workbookParts,
}

/** The formats whose rows are objects, in which each name can stand once. */
const OBJECT_FORMATS = new Set(['jsonl', 'json', 'xml', 'rss'])

/** Returns the names under which a format has the columns: a number follows one that stands there twice. */
export function columnKeys(columns: readonly string[], format: string): string[] {
  if (!OBJECT_FORMATS.has(format)) return [...columns]
  const used = new Set(columns)
  const seen = new Set<string>()
  return columns.map((name) => {
    let key = name
    for (let number = 2; seen.has(key) || (key !== name && used.has(key)); number++)
      key = `${name}_${number}`
    seen.add(key)
    return key
  })
}

interface TextFormat {
  head?: (rows: RowBatches) => string
  row: (columns: readonly string[], row: readonly Cell[], isJson: readonly boolean[]) => string
  /** Stands between two rows. */
  between?: string
  tail?: () => string
}

function textOf({ head, row, between = '', tail }: TextFormat): Writer {
  return async function* (rows) {
    const { columns, isJson, batches } = rows
    if (head) yield Buffer.from(head(rows))
    let isFirst = true
    for await (const batch of batches) {
      const text = batch.map((cells) => row(columns, cells, isJson)).join(between)
      if (batch.length > 0) yield Buffer.from(isFirst ? text : between + text)
      isFirst &&= batch.length === 0
    }
    if (tail) yield Buffer.from(tail())
  }
}

function jsonRow(
  keys: readonly string[],
  row: readonly Cell[],
  isJson: readonly boolean[],
): string {
  const fields = keys.map(
    (key, i) => `${JSON.stringify(key)}:${jsonCell(row[i] ?? null, isJson[i])}`,
  )
  return `{${fields.join(',')}}`
}

/** A large integer keeps its digits, and so do those in JSON. */
function jsonCell(cell: Cell, isJson = false): string {
  const isWritten = typeof cell === 'bigint' || (isJson && typeof cell === 'string')
  return isWritten ? String(cell) : JSON.stringify(cell)
}

/** Spreadsheets need the mark to read the text as UTF-8; the API's csv has it too. */
const BYTE_ORDER_MARK = '\ufeff'

function csvHead({ columns }: RowBatches): string {
  return BYTE_ORDER_MARK + csvRow(columns, columns)
}

function csvRow(columns: readonly string[], row: readonly Cell[]): string {
  // In a single column an empty cell would be an empty line, which readers skip.
  const empty = columns.length === 1 ? '""' : ''
  return `${row.map((cell) => csvCell(cell) || empty).join(',')}\n`
}

function csvCell(cell: Cell): string {
  const text = String(cell ?? '')
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function htmlHead({ columns, label }: RowBatches): string {
  const title = `<meta charset="utf-8">\n<title>${xmlText(label)}</title>`
  return `<!DOCTYPE html>\n<html>\n<head>\n${title}\n</head>\n<body>\n<table border="1">\n<thead>\n${htmlCells('th', columns)}</thead>\n<tbody>\n`
}

function htmlRow(_: readonly string[], row: readonly Cell[]): string {
  return htmlCells('td', row)
}

function htmlCells(tag: string, row: readonly Cell[]): string {
  return `<tr>${row.map((cell) => `<${tag}>${xmlText(String(cell ?? ''))}</${tag}>`).join('')}</tr>\n`
}

function xmlRow(keys: readonly string[], row: readonly Cell[]): string {
  const fields = keys.map((key, i) => {
    const name = xmlName(key)
    const text = xmlText(String(row[i] ?? ''))
    return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`
  })
  return `<item>${fields.join('')}</item>\n`
}
