import { load } from 'cheerio'
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { startPlatform, type TestPlatform } from './platform.ts'
import { unzip } from './unzip.ts'

const NASTY = `a "b" <c> & 'd', é 漢 😀 ]]> \u0000\u0008\u000b \ud800 \ufffe =1+1\r\n\tend`
/** What is left of it where control characters and lone surrogates cannot be written. */
const CLEANED = `a "b" <c> & 'd', é 漢 😀 ]]> \ufffd\ufffd\ufffd \ufffd \ufffd =1+1\r\n\tend`

const ITEMS = [
  { url: 'https://a.example/', author: { name: 'Ann', born: null }, tags: ['x', 'y'], n: 1.5 },
  { url: NASTY, author: null, tags: [], ok: false, 'odd name/1': [{ '2nd': 'b' }] },
  {},
]

async function makeDataset(platform: TestPlatform, items: unknown[] = ITEMS) {
  const { json } = await platform.call('POST /v2/datasets')
  const path = `/v2/datasets/${json.data.id}/items`
  const { status } = await platform.call(`POST ${path}`, { body: JSON.stringify(items) })
  expect(status).toBe(201)
  const read = async (query: string) => {
    const headers = { authorization: `Bearer ${platform.token}` }
    const response = await fetch(`${platform.baseUrl}${path}?${query}`, { headers })
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes, text: bytes.toString() }
  }
  return { id: String(json.data.id), read }
}

/** Reads RFC 4180, with any line end. */
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

const COLUMNS = [
  'url',
  'author/name',
  'author/born',
  'tags/0',
  'tags/1',
  'n',
  'ok',
  'odd name/1/0/2nd',
]
const CELLS = [
  ['https://a.example/', 'Ann', '', 'x', 'y', '1.5', '', ''],
  [NASTY.replace('\ud800', '\ufffd'), '', '', '', '', '', 'false', 'b'],
  ['', '', '', '', '', '', '', ''],
]

test('csv is a table of all fields, those within others by their path', async () => {
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

test('items without fields are no csv', async () => {
  const { read } = await makeDataset(await startPlatform(), [{}, { '#a': 1 }])
  expect((await read('format=csv&bom=0&skipHidden=1')).text).toBe('')
})

test('no items are no csv, an empty table and an empty feed', async () => {
  const { read } = await makeDataset(await startPlatform(), [])
  expect((await read('format=csv&bom=0')).text).toBe('')
  expect((await read('format=json&bom=1')).text).toBe('\uFEFF[]')
  expect((await read('format=jsonl')).text).toBe('')
  expect(load((await read('format=html')).text)('table tbody tr').length).toBe(0)
  expect(XMLValidator.validate((await read('format=xml')).text)).toBe(true)
  expect(XMLValidator.validate((await read('format=rss')).text)).toBe(true)
  expect(unzip((await read('format=xlsx')).bytes).has('xl/worksheets/sheet1.xml')).toBe(true)
})

test('html is a page with a table in which data is no markup', async () => {
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

const XML_OPTIONS = { ignoreAttributes: false, parseTagValue: false, trimValues: false }

test('xml has an element an item, with sanitised names', async () => {
  const { read } = await makeDataset(await startPlatform())
  const { headers, text } = await read('format=xml')
  expect(headers.get('content-type')).toBe('application/xml; charset=utf-8')
  expect(XMLValidator.validate(text)).toBe(true)
  const { items } = new XMLParser({ ...XML_OPTIONS, htmlEntities: true }).parse(text)
  expect(items.item[0]).toEqual({
    url: 'https://a.example/',
    author: { name: 'Ann', born: '' },
    tags: ['x', 'y'],
    n: '1.5',
  })
  expect(items.item[1]).toMatchObject({ url: CLEANED, odd_name_1: { _2nd: 'b' } })
  const named = await read('format=xml&xmlRoot=pages&xmlRow=page&limit=1')
  expect(named.text).toMatch(/^<\?xml [^>]*\?>\n<pages>\n<page><url>.*<\/page>\n<\/pages>\n$/s)
})

test('xml takes attributes and text from "@" and "#", as the API describes', async () => {
  const address = [
    { '@': { type: 'home', 'a b': 1, a_b: '"' }, street: '21st' },
    { '@': { type: 'office' }, '#': 'unknown' },
    { '#': null },
  ]
  const { read } = await makeDataset(await startPlatform(), [{ address }])
  const { text } = await read('format=xml')
  expect(text).toContain(
    '<address type="home" a_b="&quot;"><street>21st</street></address>' +
      '<address type="office">unknown</address><address/>',
  )
})

test('rss is a feed with its own or the given title', async () => {
  const { id, read } = await makeDataset(await startPlatform())
  const { headers, text } = await read('format=rss')
  expect(headers.get('content-type')).toBe('application/rss+xml; charset=utf-8')
  const { rss } = new XMLParser(XML_OPTIONS).parse(text)
  expect(rss['@_version']).toBe('2.0')
  expect(rss.channel).toMatchObject({
    title: `Dataset ${id}`,
    description: `Items in dataset with id "${id}".`,
    link: expect.stringContaining(id),
  })
  expect(rss.channel.item).toHaveLength(3)
  const titled = await read('format=rss&feedTitle=A%20%26%20B&feedDescription=%3Cnew%3E')
  const feed = new XMLParser(XML_OPTIONS).parse(titled.text).rss.channel
  expect(feed).toMatchObject({ title: 'A & B', description: '<new>' })
})

test('xlsx is a workbook with typed cells', async () => {
  const items = [...ITEMS, { url: 'x'.repeat(40_000), n: 1e21, ok: true }]
  const { read } = await makeDataset(await startPlatform(), items)
  const { headers, bytes } = await read('format=xlsx&fields=url,n,ok')
  expect(headers.get('content-type')).toContain('spreadsheetml.sheet')
  const files = unzip(bytes)
  for (const [, xml] of files) expect(XMLValidator.validate(xml)).toBe(true)
  const parse = (name: string) => new XMLParser(XML_OPTIONS).parse(files.get(name) ?? '')
  const texts = [parse('xl/sharedStrings.xml').sst.si].flat().map(({ t }) => t['#text'] ?? t)
  const rows = parse('xl/worksheets/sheet1.xml').worksheet.sheetData.row
  const cellsOf = (row: { c?: Record<string, string>[] }) =>
    [row.c ?? []].flat().map((cell) => (cell['@_t'] === 's' ? texts[Number(cell.v)] : cell.v))
  expect(cellsOf(rows[0])).toEqual(['url', 'n', 'ok'])
  expect(cellsOf(rows[1])).toEqual(['https://a.example/', '1.5'])
  expect(cellsOf(rows[2])[1]).toBe('0')
  expect(cellsOf(rows[4])[0]).toHaveLength(32_767)
})

test.each([
  ['format=docx', 'Use one of json, jsonl'],
  ['format=csv&delimiter=ab', '"delimiter"'],
  ['format=xml&xmlRoot=1%3E', '"xmlRoot"'],
  ['fields=url&outputFields=a,b', '"outputFields"'],
])('?%s is refused with the reason', async (query, part) => {
  const { read } = await makeDataset(await startPlatform())
  const { status, text } = await read(query)
  expect([status, JSON.parse(text).error.type]).toEqual([400, 'invalid-value'])
  expect(JSON.parse(text).error.message).toContain(part)
})

test('a table refuses what it cannot hold, before it begins', async () => {
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

test('fields can be renamed, failed pages left out, and files named', async () => {
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
    { numRuns: 60 },
  )
})
