import { describe, expect, it } from 'vitest'
import { rowCounter } from '../../../../tools/support/dataset-pages/row-counter.ts'
import { workbookRows } from '../../../../tools/support/dataset-pages/workbook-rows.ts'
import { encoded } from '../../../support/fake-storages.ts'

/** Rows whose values and names could be taken for the marks between rows. */
const HARD = [
  { n: 1, text: 'two\nlines, "quoted"\r\n', item: { item: [{ item: 1 }, { item: 2 }] } },
  { n: 2, text: '<item/></item><tr><td>', items: [], '@': { item: 'a>b/' } },
  { n: 3, text: '""\n', tr: 'x', row: '<row r="9">' },
  { n: 4, text: '<!-- <item> ]]> é 漢', channel: { item: {} } },
]

/** Returns rows as the local platform writes them in a format. */
async function body(rows: readonly object[], format: string): Promise<Buffer> {
  const lines = rows.map((row) => JSON.stringify(row))
  const all: Buffer[] = []
  for await (const part of encoded(lines, format)) all.push(part)
  return Buffer.concat(all)
}

function countIn(format: string, bytes: Buffer, pieceBytes: number): number {
  const counter = rowCounter(format)
  for (let at = 0; at < bytes.length; at += pieceBytes)
    counter.add(bytes.subarray(at, at + pieceBytes))
  return counter.count()
}

describe.each(['json', 'jsonl', 'csv', 'xml', 'html', 'rss'])('%s', (format) => {
  it.each([
    ['no row', []],
    ['one row', [{ a: 1 }]],
    ['many rows', Array.from({ length: 50 }, (_, a) => ({ a }))],
    ['rows that look like several', HARD],
    ['rows with an empty value in the only column', [{ a: 1 }, { a: '' }, { a: null }]],
  ])('counts %s, in parts of any size', async (_, rows) => {
    const bytes = await body(rows, format)
    for (const pieceBytes of [1, 2, 7, bytes.length || 1])
      expect(countIn(format, bytes, pieceBytes)).toBe(rows.length)
  })
})

it.each([
  ['json', '[\n{"a": "\\\\"}, {"}{\\"[": [[{}]]},\n{}\n]', 3],
  ['csv', 'a,b\r\n1,2\r\n3,"x\r\ny"', 2],
  ['csv', '\uFEFF', 0],
  ['csv', 'a', 0],
  ['jsonl', '{"a":1}\n{"a":2}', 2],
  ['xml', '<?xml version="1.0"?><!DOCTYPE x><items><item>\n<item/></item><item/></items>', 2],
  ['html', '<table><tr><th>a</th></tr><tr\n><td>1</td></tr></table>', 1],
])('counts the rows of %s %j', (format, text, rows) => {
  expect(countIn(format, Buffer.from(text), 3)).toBe(rows)
})

describe('workbookRows', () => {
  it.each([[0], [1], [30]])('counts %s rows', async (count) => {
    const rows = Array.from({ length: count }, (_, a) => ({ a, row: '<row>' }))
    expect(workbookRows(await body(rows, 'xlsx'))).toBe(count)
  })

  it.each(['', 'PK', 'x'.repeat(100), 'PK\x05\x06'])('tells that %j is no workbook', (text) => {
    expect(workbookRows(Buffer.from(text))).toBeUndefined()
  })
})
