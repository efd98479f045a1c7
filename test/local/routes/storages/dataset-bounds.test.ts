import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startPlatform } from '../../../support/local-platform/platform.ts'

const FORMATS = ['json', 'jsonl', 'csv', 'html', 'xlsx', 'xml', 'rss']
const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

test.each<[body: string, status: number]>([
  [`{"a":${lists(999)}}`, 201],
  [`{"a":${lists(1000)}}`, 400],
  [`[{"n":1},{"a":${lists(999)}}]`, 201],
  [`[{"n":1},{"a":${lists(1000)}}]`, 400],
  [` \n[{"n":1},${objects(1001)}]`, 400],
  [`{"a":${lists(2_000_000)}}`, 400],
  [lists(2_000_000), 400],
])('push %# is answered by its depth', async (body, status) => {
  const platform = await startPlatform()
  const { json } = await platform.call('POST /v2/datasets')
  const path = `/v2/datasets/${json.data.id}/items`
  const answer = await platform.call(`POST ${path}`, { body })
  expect(answer.status).toBe(status)
  if (status === 201) return
  expect(answer.json.error).toEqual({
    type: 'invalid-request',
    message: expect.stringMatching(/nested deeper than 1000 levels/),
  })
  expect((await platform.call(`GET ${path}`)).json).toEqual([])
})

test('a deep row that is stored already does not keep others from being read', async () => {
  const first = await startPlatform()
  const { json } = await first.call('POST /v2/datasets')
  const path = `/v2/datasets/${json.data.id}/items`
  await first.call(`POST ${path}`, { body: '{"n":1}' })
  await first.close()
  const file = join(first.dir, 'data', 'datasets', json.data.id, 'items.jsonl')
  await appendFile(file, `{"deep":${lists(2_000_000)},"n":2}\n{"n":3}\n`)
  const { call } = await startPlatform({ dir: first.dir })
  for (const options of ['', '&omit=none', '&clean=1', '&unwind=deep', '&fields=n']) {
    const { json: rows } = await call(`GET ${path}?format=json${options}`)
    expect(rows.map(({ n }: { n: number }) => n)).toEqual([1, 2, 3])
  }
  for (const format of FORMATS) {
    // A path of 1,000 levels is too long for the name of a column, which the error says.
    const isTable = ['csv', 'html', 'xlsx'].includes(format)
    const { status, text } = await call(
      `GET ${path}?format=${format}${isTable ? '&omit=deep' : ''}`,
    )
    expect([format, status]).toEqual([format, 200])
    if (!isTable) expect(text).toContain('left out: nested deeper than 1000 levels')
  }
  expect((await call(`GET /v2/datasets/${json.data.id}/statistics`)).status).toBe(200)
  expect((await call(`GET ${path}?format=csv`)).status).toBe(400)
})

test('four lists of 40 unwind row by row, and other requests are answered meanwhile', async () => {
  const platform = await startPlatform()
  const { json } = await platform.call('POST /v2/datasets')
  const path = `/v2/datasets/${json.data.id}/items`
  const list = Array.from({ length: 40 }, (_, i) => i)
  const body = JSON.stringify({ a: list, b: list, c: list, d: list })
  await platform.call(`POST ${path}`, { body })
  const { baseUrl, token } = platform
  const controller = new AbortController()
  const read = (format: string) =>
    fetch(`${baseUrl}${path}?unwind=a,b,c,d&format=${format}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: controller.signal,
    })
  // A table needs all rows before its first byte.
  let isTableRead = false
  const table = read('csv').then(
    () => {
      isTableRead = true
    },
    () => {},
  )
  const response = await read('jsonl')
  const first = await response.body?.getReader().read()
  expect(Buffer.from(first?.value ?? []).toString()).toMatch(/^\{"a":0,"b":0,"c":0,"d":0\}\n/)
  expect((await platform.call('GET /v2/users/me')).status).toBe(200)
  expect(isTableRead).toBe(false)
  controller.abort()
  await table
})

test('rows of unwound items are skipped and counted, in each order', async () => {
  const { call } = await startPlatform()
  const { json } = await call('POST /v2/datasets')
  const path = `/v2/datasets/${json.data.id}/items`
  const list = Array.from({ length: 40 }, (_, i) => i)
  const wide = { a: list, b: list, c: list, d: list }
  await call(`POST ${path}`, { body: JSON.stringify([wide, { n: 1 }, wide]) })
  const all = `${path}?unwind=a,b,c,d`
  const last = { a: 39, b: 39, c: 39, d: 39 }
  const first = { a: 0, b: 0, c: 0, d: 0 }
  for (const [query, rows, skipped] of [
    ['&skipRows=2559999&maxRows=3', [last, { n: 1 }, first], 2_559_999],
    ['&skipRows=2559999&maxRows=2&desc=1', [last, { n: 1 }], 2_559_999],
    ['&skipRows=5120000', [last], 5_120_000],
    ['&skipRows=6000000', [], 5_120_001],
    ['&skipRows=1&maxRows=1&offset=1', [first], 1],
  ] as const) {
    const page = await call(`GET ${all}${query}`)
    expect([query, page.json]).toEqual([query, rows])
    expect(page.headers.get('x-rows-skipped')).toBe(String(skipped))
  }
  const { text } = await call(`GET ${all}&skipRows=2559999&maxRows=2&format=csv&bom=0`)
  expect(text).toBe('a,b,c,d,n\n39,39,39,39,\n,,,,1\n')
  expect((await call(`GET ${all}&maxRows=0`)).status).toBe(400)
})
