import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { startPlatform, type TestPlatform } from '../../../support/local-platform/platform.ts'

async function makeDataset(platform: TestPlatform, body?: string): Promise<string> {
  const { json } = await platform.call('POST /v2/datasets')
  const path = `/v2/datasets/${json.data.id}/items`
  if (body !== undefined) expect((await platform.call(`POST ${path}`, { body })).status).toBe(201)
  return path
}

test('any page of 10,000 rows is correct in both directions', async () => {
  const platform = await startPlatform()
  const rows = Array.from({ length: 10_000 }, (_, n) => ({ n, text: 'é'.repeat(n % 50) }))
  const path = await makeDataset(platform, JSON.stringify(rows))
  const page = async (query: string) => (await platform.call(`GET ${path}?${query}`)).json
  expect(await page('')).toEqual(rows)
  expect(await page('desc=1')).toEqual(rows.toReversed())
  expect(await page('offset=9000&limit=1500')).toEqual(rows.slice(9000))
  expect(await page('offset=5&limit=3')).toEqual(rows.slice(5, 8))
  expect(await page('desc=1&offset=1022&limit=2000')).toEqual(rows.toReversed().slice(1022, 3022))
  expect(await page('offset=20000')).toEqual([])
  const { headers } = await platform.call(`GET ${path}?offset=9990&limit=20`)
  const shown = ['offset', 'limit', 'count', 'total'].map((name) =>
    headers.get(`x-apify-pagination-${name}`),
  )
  expect(shown).toEqual(['9990', '20', '10', '10000'])
})

test('items come back as they were written', async () => {
  const platform = await startPlatform()
  const items = [
    '{"big": 12345678901234567890, "e": 1E400}',
    '{"__proto__":{"x":1},"s":"a]},\\"["}',
  ]
  const path = await makeDataset(platform, `\n[ ${items.join(' ,\n ')} ]\n`)
  const { text } = await platform.call(`GET ${path}?format=jsonl`)
  expect(text.trimEnd().split('\n')).toEqual(items)
  const { json } = await platform.call(`GET ${path}?omit=s&offset=1`)
  expect(Object.keys(json[0])).toEqual(['__proto__'])
})

const NESTED = {
  a: 1,
  '#hidden': true,
  list: [{ x: 1 }, { x: 2 }],
  deep: { b: { c: 3 } },
}

test.each([
  ['fields=deep,a', [{ deep: { b: { c: 3 } }, a: 1 }]],
  ['fields=deep.b,none', [{ deep: { b: { c: 3 } } }]],
  ['omit=list,deep,%23hidden', [{ a: 1 }]],
  [
    'unwind=list&fields=a,x',
    [
      { a: 1, x: 1 },
      { a: 1, x: 2 },
    ],
  ],
  ['unwind=list&fields=list', [{ x: 1 }, { x: 2 }]],
  ['unwind=deep&fields=b', [{ b: { c: 3 } }]],
  ['flatten=deep&fields=deep.b.c', [{ 'deep.b.c': 3 }]],
  ['clean=1&omit=list,deep', [{ a: 1 }]],
  ['skipEmpty=1&fields=none', []],
  ['fields=none', [{}]],
])('?%s transforms an item', async (query, expected) => {
  const platform = await startPlatform()
  const path = await makeDataset(platform, JSON.stringify(NESTED))
  expect((await platform.call(`GET ${path}?${query}`)).json).toEqual(expected)
})

test('a view of the Actor transforms items, and an unknown one is refused', async () => {
  const views = { overview: { transformation: { fields: ['b'], desc: true } } }
  const definition = { name: 'tester', version: '0.1', storages: { dataset: { views } } }
  const platform = await startPlatform({ files: { '.actor/actor.json': definition } })
  const { json } = await platform.call('POST /v2/actors/~tester/runs?waitForFinish=60')
  const path = `/v2/datasets/${json.data.defaultDatasetId}/items`
  await platform.call(`POST ${path}`, { body: '[{"a":1,"b":1},{"a":2,"b":2}]' })
  expect((await platform.call(`GET ${path}?view=overview`)).json).toEqual([{ b: 2 }, { b: 1 }])
  const { status, json: refusal } = await platform.call(`GET ${path}?view=constructor`)
  expect([status, refusal.error.type]).toEqual([400, 'requested-dataset-view-does-not-exist'])
})

test('items that are not objects are refused with their positions, and nothing is stored', async () => {
  const platform = await startPlatform()
  const path = await makeDataset(platform)
  const { status, json } = await platform.call(`POST ${path}`, { body: '[{"a":1},7,{},[]]' })
  expect([status, json.error.type]).toEqual([400, 'schema-validation-error'])
  expect(json.error.data.invalidItems).toMatchObject([
    { itemPosition: 1, validationErrors: [{ message: 'must be object' }] },
    { itemPosition: 3 },
  ])
  expect((await platform.call(`GET ${path}`)).json).toEqual([])
})

test.each([
  ['7', 400, 'invalid-request'],
  ['', 400, 'invalid-request'],
  ['[{]', 400, 'invalid-request'],
  [`[${'{"a":1},'.repeat(700_000)}{}]`, 413, 'request-too-large'],
])('a body like %.10s is refused', async (body, status, type) => {
  const platform = await startPlatform()
  const answer = await platform.call(`POST ${await makeDataset(platform)}`, { body })
  expect([answer.status, answer.json.error.type]).toEqual([status, type])
})

test('compressed bodies are read up to a limit', async () => {
  const platform = await startPlatform()
  const path = await makeDataset(platform)
  const push = (body: Buffer, encoding: string) =>
    platform.call(`POST ${path}`, {
      body: new Uint8Array(body),
      headers: { 'content-encoding': encoding },
    })
  expect((await push(gzipSync('{"n":1}'), 'gzip')).status).toBe(201)
  expect((await push(brotliCompressSync('{"n":2}'), 'br')).status).toBe(201)
  expect((await push(Buffer.from('{"n":3}'), 'gzip')).status).toBe(400)
  expect((await push(Buffer.from('{"n":3}'), 'zip')).status).toBe(415)
  const bomb = gzipSync(`{"a":"${'x'.repeat(20_000_000)}"}`)
  expect((await push(bomb, 'gzip')).status).toBe(413)
  expect((await platform.call(`GET ${path}`)).json).toEqual([{ n: 1 }, { n: 2 }])
})
