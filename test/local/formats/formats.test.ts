import { load } from 'cheerio'
import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { CLEANED, COLUMNS, makeDataset, NASTY } from '../../support/local-platform/dataset.ts'
import { startPlatform } from '../../support/local-platform/platform.ts'
import { unzip } from '../../support/local-platform/unzip.ts'
import { propertyRuns } from '../../support/property-runs.ts'

/** Parses CSV as in RFC 4180, with any line ending. */
function parseCsv(text: string, delimiter = ','): string[][] {
  const cell = `(?:"((?:[^"]|"")*)"|([^"\\r\\n${delimiter}]*))`
  const rows: string[][] = [[]]
  for (const match of text.matchAll(new RegExp(`${cell}(${delimiter}|\\r?\\n|$)`, 'gy'))) {
    const [, quoted, plain = '', end = ''] = match
    if (match.index === text.length) break
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end !== delimiter && match.index + match[0].length < text.length) rows.push([])
  }
  return rows
}

const CELLS = [
  ['https://a.example/', 'Ann', '', 'x', 'y', '1.5', '', ''],
  [NASTY.replace('\ud800', '\ufffd'), '', '', '', '', '', 'false', 'b'],
  ['', '', '', '', '', '', '', ''],
]

test('csv is a table of all fields, with nested fields by their path', async () => {
  const { read } = await makeDataset(await startPlatform())
  const { headers, text } = await read('format=csv')
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('x-apify-pagination-total')).toBe('3')
  expect(text.charAt(0)).toBe('\uFEFF')
  expect(parseCsv(text.slice(1))).toEqual([COLUMNS, ...CELLS])
  const plain = await read('format=csv&bom=0&delimiter=%3B&skipHeaderRow=1&offset=1&fields=url,ok')
  expect(parseCsv(plain.text, ';')).toEqual([
    [CELLS[1]?.[0], 'false'],
    ['', ''],
  ])
})

test('a csv of one column keeps its empty cells', async () => {
  const { read } = await makeDataset(await startPlatform(), [{ a: 1 }, { a: null }, { a: 'x' }])
  const { text } = await read('format=csv&bom=0')
  expect(parseCsv(text)).toEqual([['a'], ['1'], [''], ['x']])
})

test('items without fields are an empty csv', async () => {
  const { read } = await makeDataset(await startPlatform(), [{}, { '#a': 1 }])
  expect((await read('format=csv&bom=0&skipHidden=1')).text).toBe('')
})

test('no items are an empty csv, an empty table and an empty feed', async () => {
  const { read } = await makeDataset(await startPlatform(), [])
  expect((await read('format=csv&bom=0')).text).toBe('')
  expect((await read('format=json&bom=1')).text).toBe('\uFEFF[]')
  expect((await read('format=jsonl')).text).toBe('')
  expect(load((await read('format=html')).text)('table tbody tr').length).toBe(0)
  expect(XMLValidator.validate((await read('format=xml')).text)).toBe(true)
  expect(XMLValidator.validate((await read('format=rss')).text)).toBe(true)
  expect(unzip((await read('format=xlsx')).bytes).has('xl/worksheets/sheet1.xml')).toBe(true)
})

test('html is a page with a table in which data is escaped', async () => {
  const { id, read } = await makeDataset(await startPlatform())
  const { headers, text } = await read('format=html')
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  const $ = load(text)
  const textsOf = (selector: string) =>
    $(selector)
      .toArray()
      .map((element) => $(element).text())
  expect($('title').text()).toBe(`Dataset ${id}`)
  expect(textsOf('thead th')).toEqual(COLUMNS)
  expect(textsOf('tbody tr:nth-child(2) td')).toEqual([CLEANED, '', '', '', '', '', 'false', 'b'])
  expect($('c').length).toBe(0)
})

test.each([
  ['format=docx', 'Use one of json, jsonl'],
  ['format=csv&delimiter=ab', '"delimiter"'],
  ['format=xml&xmlRoot=1%3E', '"xmlRoot"'],
  ['fields=url&outputFields=a,b', '"outputFields"'],
])('?%s is refused with a reason', async (query, part) => {
  const { read } = await makeDataset(await startPlatform())
  const { status, text } = await read(query)
  expect([status, JSON.parse(text).error.type]).toEqual([400, 'invalid-value'])
  expect(JSON.parse(text).error.message).toContain(part)
})

test('a table refuses items that it cannot hold before it sends anything', async () => {
  const wide = Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`f${n}`, n]))
  const { read } = await makeDataset(await startPlatform(), [wide, { ['x'.repeat(201)]: 1 }])
  for (const format of ['csv', 'html', 'xlsx']) {
    expect(JSON.parse((await read(`format=${format}&limit=1`)).text).error.message).toMatch(/2000/)
    expect((await read(`format=${format}&limit=1&omit=f0`)).status).toBe(200)
    const long = await read(`format=${format}&offset=1`)
    expect(JSON.parse(long.text).error.message).toMatch(/longer than 200/)
  }
  expect((await read('format=xml')).status).toBe(200)
})

test('fields can be renamed, failed pages skipped and files named', async () => {
  const items = [{ a: 1, b: { c: 2 } }, { errorInfo: 'x' }]
  const { id, read } = await makeDataset(await startPlatform(), items)
  const renamed = await read('fields=a,b.c&outputFields=one,two&skipFailedPages=1')
  expect(JSON.parse(renamed.text)).toEqual([{ one: 1, two: 2 }])
  const { headers } = await read('format=csv&attachment=1')
  expect(headers.get('content-disposition')).toBe(`attachment; filename="dataset_${id}.csv"`)
})

test('any data makes well-formed documents', async () => {
  const platform = await startPlatform()
  const items = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), {
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(items, async (some) => {
      const { read } = await makeDataset(platform, some)
      expect(XMLValidator.validate((await read('format=xml')).text)).toBe(true)
      expect(XMLValidator.validate((await read('format=rss')).text)).toBe(true)
      expect(load((await read('format=html')).text)('tbody tr').length).toBe(some.length)
      const rows = parseCsv((await read('format=csv&bom=0')).text)
      expect(new Set(rows.map((row) => row.length)).size).toBe(1)
      if ((rows[0]?.length ?? 0) > 0) expect(rows).toHaveLength(some.length + 1)
    }),
    propertyRuns(60),
  )
})
