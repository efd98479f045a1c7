import { expect, test } from 'vitest'
import { encode, formatNamed } from '../../../src/local/formats/index.ts'
import type { FormatOptions } from '../../../src/local/formats/listing.ts'

const OPTIONS: FormatOptions = {
  delimiter: ',',
  skipHeaderRow: false,
  bom: false,
  xmlRoot: 'items',
  xmlRow: 'item',
  feedTitle: undefined,
  feedDescription: undefined,
}

/** Writes items that come in blocks of two. */
async function write(name: string, items: unknown[], options: Partial<FormatOptions> = {}) {
  const texts = items.map((item) => JSON.stringify(item))
  const listing = {
    id: 'data1',
    label: 'my-data',
    address: 'http://host/v2/datasets/data1',
    async *texts() {
      for (let at = 0; at < texts.length; at += 2) yield texts.slice(at, at + 2)
    },
  }
  let text = ''
  const parts = await encode(formatNamed(name), listing, { ...OPTIONS, ...options })
  for await (const part of parts) text += part.toString()
  return text
}

const NESTED = [{ a: { b: 1, c: [2] } }, { d: null, a: { e: 'x' } }, { a: true }]

test.each<[format: string, items: unknown[], options: Partial<FormatOptions>, text: string]>([
  ['json', [], {}, '[]'],
  ['json', [1, 2, 3].map((n) => ({ n })), {}, '[{"n":1},\n{"n":2},\n{"n":3}]'],
  ['json', [{}], { bom: true }, '\uFEFF[{}]'],
  ['jsonl', [{ n: 1 }, { n: 2 }, { n: 3 }], {}, '{"n":1}\n{"n":2}\n{"n":3}\n'],
  ['csv', [], {}, ''],
  ['csv', [{}, {}], {}, ''],
  ['csv', NESTED, {}, 'a,a/b,a/c/0,a/e,d\n,1,2,,\n,,,x,\ntrue,,,,\n'],
  ['csv', [{ n: 1 }], { bom: undefined }, '\uFEFFn\n1\n'],
  ['csv', [{ a: 1, b: 2 }], { skipHeaderRow: true, delimiter: ';' }, '1;2\n'],
  [
    'csv',
    [
      { a: 'x,"y"', b: ' z' },
      { a: 'l\nm', b: '=1+1' },
    ],
    {},
    'a,b\n"x,""y"""," z"\n"l\nm",=1+1\n',
  ],
  ['csv', [{ a: '' }, { a: null }], {}, 'a\n""\n""\n'],
  [
    'xml',
    [{ a: [1, { b: '<&' }], '2 c': null }],
    {},
    '<?xml version="1.0" encoding="utf-8"?>\n<items>\n<item><a>1</a><a><b>&lt;&amp;</b></a><_2_c/></item>\n</items>\n',
  ],
  [
    'xml',
    [{}],
    { xmlRoot: 'r', xmlRow: 'i' },
    '<?xml version="1.0" encoding="utf-8"?>\n<r>\n<i/>\n</r>\n',
  ],
  [
    'rss',
    [{ t: 'x' }],
    { feedTitle: 'A & B' },
    '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">\n<channel>\n<title>A &amp; B</title>\n<link>http://host/v2/datasets/data1</link>\n<description>Items in dataset with id &quot;data1&quot;.</description>\n<item><t>x</t></item>\n</channel>\n</rss>\n',
  ],
])('%s writes %j with %j', async (format, items, options, text) => {
  expect(await write(format, items, options)).toBe(text)
})

test('html escapes names and values', async () => {
  const text = await write('html', [{ '<a>': '<script>"&"' }, { b: 1 }])
  expect(text).toContain('<title>Dataset my-data</title>')
  expect(text).toContain('<tr><th>&lt;a&gt;</th><th>b</th></tr>')
  expect(text).toContain('<tr><td>&lt;script&gt;&quot;&amp;&quot;</td><td></td></tr>')
  expect(text).toContain('<tr><td></td><td>1</td></tr>')
})

const wide = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 1]))

test.each<[format: string, items: unknown[], message: string]>([
  ['csv', [wide(2001)], 'more than 2000 columns'],
  ['html', [{ a: wide(4001) }], 'more than 2000 columns'],
  ['csv', [{ ['x'.repeat(201)]: 1 }], 'longer than 200 characters'],
  ['xlsx', [wide(1501), ...Array(170).fill(wide(1501))], 'more than 250000 cells'],
])(
  '%s refuses a table that is too large before it writes anything',
  async (format, items, message) => {
    await expect(write(format, items)).rejects.toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
    )
  },
)

test('a table may have 2000 columns', async () => {
  expect((await write('csv', [wide(2000)])).split('\n')[0]?.split(',')).toHaveLength(2000)
})

test('an unknown format is refused with the known ones', () => {
  expect(() => formatNamed('pdf')).toThrow(
    'The format "pdf" is not supported. Use one of json, jsonl, csv, html, xlsx, xml, rss.',
  )
})
