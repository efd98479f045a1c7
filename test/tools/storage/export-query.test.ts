import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Cell, Queries } from '../../../src/query/query-contract.ts'
import type { Downloads } from '../../../src/tool-call/downloads.ts'
import exportItems from '../../../tools/storage/export_items.ts'
import { workbookRows } from '../../../tools/support/dataset-pages/workbook-rows.ts'
import { callHandler } from '../../support/call-handler.ts'
import { serveWithDir } from '../../support/downloads.ts'
import { unzip } from '../../support/local-platform/unzip.ts'

type Args = Parameters<typeof callHandler<typeof exportItems.input, typeof exportItems.output>>[1]

/** Answers every question with the same rows, two at a time. */
function answering(columns: string[], rows: Cell[][]): Queries {
  return {
    prepare() {},
    ask(_question, use) {
      let at = 0
      return use({
        columns,
        isJson: columns.map((name) => name === 'seller'),
        tables: [{ name: 'items', rows: 9, columns: [], notes: ['A field was renamed.'] }],
        wasLoaded: true,
        notes: ['Compare with to_number().'],
        async read() {
          const batch = rows.slice(at, at + 2)
          at += 2
          return { rows: batch, done: at >= rows.length }
        },
      })
    },
  }
}

/** Exports the rows of an answer, and returns the file as bytes. */
async function exported(columns: string[], rows: Cell[][], args: Partial<Args> = {}) {
  let body: Buffer = Buffer.alloc(0)
  const downloads: Downloads = {
    check: () => undefined,
    async save(name, chunks) {
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk)
      body = Buffer.concat(parts)
      return { path: `/downloads/${name}`, bytes: body.length }
    },
  }
  const apify = { getDataset: async () => ({ id: 'd1', itemCount: 9 }) }
  const queries = answering(columns, rows)
  const call = { datasetId: 'd1', sql: 'SELECT …', ...args }
  const { result } = await callHandler(exportItems, call, { apify, downloads, queries })
  return { result, body }
}

const COLUMNS = ['name', 'n', 'n', 'a "b", <c>']
const ROWS: Cell[][] = [
  ['tea, "green"', 1, true, null],
  [' a\r\n<b>&', 9_007_199_254_740_993n, false, ''],
  ['漢字\u0001', -0.5, null, '=1+1'],
]

describe('export_items of a query', () => {
  it.each([
    [
      'jsonl',
      '{"name":"tea, \\"green\\"","n":1,"n_2":true,"a \\"b\\", <c>":null}\n' +
        '{"name":" a\\r\\n<b>&","n":9007199254740993,"n_2":false,"a \\"b\\", <c>":""}\n' +
        '{"name":"漢字\\u0001","n":-0.5,"n_2":null,"a \\"b\\", <c>":"=1+1"}\n',
    ],
    [
      'csv',
      '\ufeffname,n,n,"a ""b"", <c>"\n"tea, ""green""",1,true,\n' +
        '" a\r\n<b>&",9007199254740993,false,\n漢字\u0001,-0.5,,=1+1\n',
    ],
    [
      'xml',
      '<?xml version="1.0" encoding="utf-8"?>\n<items>\n' +
        '<item><name>tea, &quot;green&quot;</name><n>1</n><n_2>true</n_2><a__b____c_/></item>\n' +
        '<item><name> a&#13;\n&lt;b&gt;&amp;</name><n>9007199254740993</n><n_2>false</n_2><a__b____c_/></item>\n' +
        '<item><name>漢字\ufffd</name><n>-0.5</n><n_2/><a__b____c_>=1+1</a__b____c_></item>\n</items>\n',
    ],
  ] as const)('writes %s', async (format, text) => {
    const { result, body } = await exported(COLUMNS, ROWS, { format })
    expect(body.toString()).toBe(text)
    expect(result).toMatchObject({ path: `/downloads/d1.${format}`, bytes: body.length, rows: 3 })
    expect(result.note).toContain('A field was renamed. Compare with to_number().')
  })

  it('writes JSON of a column as objects, with all digits, where the format has objects', async () => {
    const rows: Cell[][] = [
      ['{"id":9007199254740993}', 'A'],
      [null, '{}'],
    ]
    const columns = ['seller', 'name']
    const jsonl = await exported(columns, rows, { format: 'jsonl' })
    expect(jsonl.body.toString()).toBe(
      '{"seller":{"id":9007199254740993},"name":"A"}\n{"seller":null,"name":"{}"}\n',
    )
    const csv = await exported(columns, rows, { format: 'csv' })
    expect(csv.body.toString()).toContain('"{""id"":9007199254740993}",A\n')
  })

  it('writes an array of JSON, of no rows too', async () => {
    const { body } = await exported(['a'], [['x'], [2], [null]], { format: 'json' })
    expect(body.toString()).toBe('[{"a":"x"},\n{"a":2},\n{"a":null}]\n')
    const none = await exported(['a'], [], { format: 'json' })
    expect(none.body.toString()).toBe('[]\n')
    expect(none.result.rows).toBe(0)
  })

  it('writes a table of html and a feed', async () => {
    const html = (await exported(['a', 'b'], [['<x>', null]], { format: 'html' })).body.toString()
    expect(html).toContain('<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>')
    expect(html).toContain('<tr><td>&lt;x&gt;</td><td></td></tr>\n</tbody>')
    const rss = (await exported(['title'], [['x']], { format: 'rss' })).body.toString()
    expect(rss).toContain('<title>d1.rss</title>\n<item><title>x</title></item>\n</channel>')
  })

  it('keeps an empty cell of a single column as a row of csv', async () => {
    const { body } = await exported(['a'], [[null], ['']], { format: 'csv' })
    expect(body.toString()).toBe('\ufeffa\n""\n""\n')
  })

  it('writes a workbook with typed cells', async () => {
    const { body, result } = await exported(COLUMNS, ROWS, { format: 'xlsx' })
    expect(workbookRows(body)).toBe(3)
    expect(result).toMatchObject({ rows: 3, fields: COLUMNS })
    const sheet = unzip(body).get('xl/worksheets/sheet1.xml')
    expect(sheet).toContain('<c><v>1</v></c><c t="b"><v>1</v></c><c/></row>')
    expect(sheet).toContain('preserve">9007199254740993</t>')
    expect(sheet).toContain('preserve">=1+1</t>')
  })

  it.each([
    [{ format: 'xlsx' }, [['x'.repeat(40_000)]], 'a cell of a workbook holds 32767'],
    [{ clean: true }, [], '`sql` cannot be combined with `clean`'],
    [{ recordKey: 'OUTPUT' }, [], '`sql` cannot be combined with'],
    [{ sql: undefined, otherRunId: 'r1' }, [], 'need `sql`'],
    [{ otherDatasetId: 'd2', otherRunId: 'r1' }, [], 'Both `otherDatasetId` and `otherRunId`'],
  ] satisfies [Partial<Args>, Cell[][], string][])('refuses %j', async (args, rows, message) => {
    await expect(exported(['a'], rows, args)).rejects.toThrow(message)
  })

  it('shows the statement to the person who is asked', () => {
    const input = exportItems.input.parse({ datasetId: 'd1', sql: 'SELECT "a"', format: 'csv' })
    const downloads: Downloads = { check() {}, save: async () => ({ path: '', bytes: 0 }) }
    const settings = { mode: 'cloud', readOnly: false, maxResultTokens: 800 } as const
    expect(exportItems.confirm?.question(input, { settings, downloads })).toContain(
      'Write the rows of a query of "d1" to file "d1.csv"',
    )
  })
})

it('writes the rows of a real query, and the query of `get_dataset` works', async () => {
  const { call, dir, fake } = await serveWithDir()
  const rows = Array.from({ length: 2501 }, (_, n) => ({
    n,
    kind: ['green', 'black'][n % 2],
    price: n / 2,
    long: 'x'.repeat(n === 7 ? 100_000 : 1),
    seller: { name: 'A "good" one', ids: [n, null] },
  }))
  fake.datasets.set('data1', rows)
  const sql = 'SELECT n, long, seller FROM items WHERE n > 3 ORDER BY n'
  const args = { datasetId: 'data1', sql, fileName: 'part.jsonl' }
  const { structured, text } = await call('export_items', args)
  expect(structured, text).toMatchObject({ rows: 2497, fields: ['n', 'long', 'seller'] })
  const lines = (await readFile(join(dir, 'part.jsonl'), 'utf8')).trim().split('\n')
  const expected = rows.slice(4).map(({ n, long, seller }) => ({ n, long, seller }))
  expect(lines.map((line) => JSON.parse(line))).toEqual(expected)
  const { query } = (await call('get_dataset', { datasetId: 'data1' })).structured
  const answer = await call('query_dataset', { datasetId: 'data1', sql: query })
  expect(answer.structured).toMatchObject({
    rows: [
      ['green', 1251, 625],
      ['black', 1250, 625],
    ],
  })
})
