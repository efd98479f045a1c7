import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { CLEANED, ITEMS, makeDataset } from '../../support/local-platform/dataset.ts'
import { startPlatform } from '../../support/local-platform/platform.ts'
import { unzip } from '../../support/local-platform/unzip.ts'

const XML_OPTIONS = { ignoreAttributes: false, parseTagValue: false, trimValues: false }

test('xml has an element for each item, with valid names', async () => {
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

test('rss is a feed with the default or the given title', async () => {
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
