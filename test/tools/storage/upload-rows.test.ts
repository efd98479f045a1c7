import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fail } from '../../support/fake-apify/apify.ts'
import { makeFolder } from '../../support/folder.ts'
import { serve } from '../../support/seeded-server.ts'

const PUSH = 'POST /v2/datasets/data1/items'

/** Serves with a folder of files, by their names. */
async function serveFiles(files: Record<string, string | Buffer>, ...args: string[]) {
  const dir = await makeFolder()
  for (const [name, body] of Object.entries(files)) {
    await mkdir(join(dir, name, '..'), { recursive: true })
    await writeFile(join(dir, name), body)
  }
  const server = await serve({ args: [`--upload-dir=${dir}`, ...args] })
  server.fake.datasets.set('data1', [])
  const push = (file: string, more = {}) =>
    server.call('push_dataset_items', { datasetId: 'data1', file, ...more })
  return { dir, push, rows: () => server.fake.datasets.get('data1'), ...server }
}

describe('push_dataset_items stores the rows of a file', () => {
  it.each<[name: string, body: string | Buffer, rows: unknown[]]>([
    [
      'a.json',
      ' [ {"a":1} ,\r\n{"b":[1,{"c":"],[\\""}]}\n]\n',
      [{ a: 1 }, { b: [1, { c: '],["' }] }],
    ],
    ['a.JSON', '\ufeff[{"a":"é日🚀"}]', [{ a: 'é日🚀' }]],
    ['a.jsonl', '\ufeff{"a":1}\r\n\r\n {"a":2} \r\n{"a":3}', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['june/a.ndjson', '{"a":null}\n', [{ a: null }]],
    [
      'a.csv',
      '\ufeffid,name\r\n007,"a, ""b""\r\nc"\r\n\r\n1.50,\r\n',
      [
        { id: '007', name: 'a, "b"\r\nc' },
        { id: '1.50', name: '' },
      ],
    ],
    ['a.csv', 'a;b\n"1,5";2\n', [{ a: '1,5', b: '2' }]],
    ['a.csv', 'a\n1', [{ a: '1' }]],
    ['a.csv', '__proto__,b\n1,2\n', [JSON.parse('{"__proto__":"1","b":"2"}')]],
    ['a.tsv', 'a,b\tc\n1\t2\n', [{ 'a,b': '1', c: '2' }]],
    ['a.csv', Buffer.from('\ufeffa,b\n1,é\n', 'utf16le'), [{ a: '1', b: 'é' }]],
  ])('%s: %j', async (name, body, rows) => {
    const { push, rows: stored } = await serveFiles({ [name]: body })
    const { structured, text } = await push(name)
    expect(structured, text).toEqual({ datasetId: 'data1', pushed: rows.length })
    expect(JSON.stringify(stored())).toBe(JSON.stringify(rows))
  })

  it('as it is, so that no number is rounded', async () => {
    const { push, fake } = await serveFiles({ 'a.jsonl': '{"id":12345678901234567890,"x":1.10}\n' })
    await push('a.jsonl')
    expect(String(fake.sent(PUSH)[0]?.body)).toContain('{"id":12345678901234567890,"x":1.10}')
  })

  it('in batches, and goes on from a row', async () => {
    const line = (n: number) => `${JSON.stringify({ n, text: 'x'.repeat(99_000) })}\n`
    const body = Array.from({ length: 130 }, (_, n) => line(n)).join('')
    const { push, rows, fake } = await serveFiles({ 'a.jsonl': body })
    fake.on(PUSH, (_, response) =>
      fake.sent(PUSH).length === 3
        ? fail(400, 'invalid', 'No more')({} as never, response)
        : 'pass',
    )
    const failed = await push('a.jsonl')
    expect(failed.isError).toBe(true)
    const [, stored = ''] = /The first (\d+) rows of the file are stored/.exec(failed.text) ?? []
    expect(failed.text).toContain(`Go on with \`offset: ${stored}\`.`)
    expect(rows()).toHaveLength(Number(stored))
    const rest = await push('a.jsonl', { offset: Number(stored) })
    expect(rest.structured, rest.text).toEqual({ datasetId: 'data1', pushed: 130 - Number(stored) })
    expect((rows() ?? []).map((row) => (row as { n: number }).n)).toEqual(
      Array.from({ length: 130 }, (_, n) => n),
    )
  })

  it('once, also if an answer is lost', async () => {
    const { push, rows, fake } = await serveFiles({ 'a.jsonl': '{"a":1}\n{"a":2}\n' })
    let lost = 0
    fake.on(PUSH, ({ body }, response) => {
      if (lost++ > 0) return 'pass'
      fake.datasets.get('data1')?.push(...(JSON.parse(String(body)) as unknown[]))
      response.destroy()
      return undefined
    })
    const { structured, text } = await push('a.jsonl')
    expect(structured, text).toEqual({ datasetId: 'data1', pushed: 2 })
    expect(rows()).toEqual([{ a: 1 }, { a: 2 }])
  })
})

describe('a file with mistakes', () => {
  it.each<[name: string, body: string | Buffer, said: string]>([
    ['a.jsonl', '{"a":1}\n{"a":', 'Line 2, the last one, of the file is not valid JSON.'],
    ['a.jsonl', '{"a":1}\n[1]\n{}', 'Line 2 of the file is not a JSON object.'],
    ['a.jsonl', '\n\r\n \n', 'The file has no rows.'],
    ['a.jsonl', '', 'The file has no rows.'],
    ['a.jsonl', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'not text in UTF-8'],
    ['a.json', '[]', 'The file has no rows.'],
    ['a.json', '', 'The file ends before its array does'],
    ['a.json', '[{"a":1},{"a"', 'The file ends before its array does, after entry 0.'],
    ['a.json', '[{"a":1},]', 'Entry 1 of the file is not valid JSON.'],
    ['a.json', '[{"a":1},,{}]', 'Entry 1 of the file is not valid JSON.'],
    ['a.json', '[{"a":1}] x', 'The file goes on after its array.'],
    ['a.json', '[{"a":1}}', 'The file ends before its array does'],
    ['a.json', '[{"a":1}},{}]', 'Entry 0 of the file is not valid JSON.'],
    ['a.json', '[null]', 'Entry 0 of the file is not a JSON object.'],
    ['a.json', '{"a":1}', 'does not begin with an array'],
    ['a.csv', '', 'The file has no rows.'],
    ['a.csv', 'a,b\n', 'The file has no rows.'],
    ['a.csv', 'a,b\n1,2\n3', 'a row at line 3 with more or fewer values'],
    ['a.csv', 'a,b\n1,"2', 'not valid CSV at line 2 (CSV_QUOTE_NOT_CLOSED)'],
    ['a.csv', 'a,a\n1,2', 'Two columns of the file are named `a`.'],
    ['a.csv', 'a,,b\n1,2,3', 'Column 2 of the file has no name.'],
    ['a.txt', 'a', '`.jsonl`'],
    ['a', 'a', '`.jsonl`'],
    ['a.jsonl', `{"a":"${'x'.repeat(5_000_001)}"}`, 'larger than 5 MB'],
    ['a.jsonl', `{"a":"${'é'.repeat(2_600_000)}"}`, 'accepts at most 5 MB'],
  ])('%s stores nothing: %j', async (name, body, said) => {
    const { push, fake } = await serveFiles({ [name]: body })
    const { isError, text } = await push(name)
    expect(isError).toBe(true)
    expect(text).toContain(said)
    expect(fake.sent(PUSH)).toEqual([])
  })

  it('says which rows are stored before one of them', async () => {
    const line = `${JSON.stringify({ text: 'x'.repeat(999_000) })}\n`
    const { push, rows } = await serveFiles({ 'a.jsonl': `${line.repeat(12)}oops\n` })
    const { text } = await push('a.jsonl')
    expect(text).toMatch(/^Line 13 of the file is not valid JSON\..* go on with `offset: 10`\.$/)
    expect(rows()).toHaveLength(10)
  })

  it('says so if an offset leaves no row', async () => {
    const { push } = await serveFiles({ 'a.jsonl': '{}\n{}\n' })
    expect((await push('a.jsonl', { offset: 2 })).text).toContain(
      'has 2 rows, and `offset` skips 2',
    )
  })

  it.each<[args: object, said: string]>([
    [{}, 'Neither `items` nor `file`'],
    [{ items: [{}], file: 'a.jsonl' }, 'Both `items` and `file`'],
    [{ items: [{}], offset: 1 }, 'Both `items` and `offset`'],
  ])('%j is refused', async (args, said) => {
    const { call, fake } = await serveFiles({})
    const { text } = await call('push_dataset_items', { datasetId: 'data1', ...args })
    expect(text).toContain(said)
    expect(fake.sent(PUSH)).toEqual([])
  })
})
