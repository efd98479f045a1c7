import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { makeFolder } from '../../../support/folder.ts'
import { startPlatform, type TestPlatform } from '../../../support/local-platform/platform.ts'

async function newStore(platform: TestPlatform): Promise<string> {
  const { json } = await platform.call('POST /v2/key-value-stores')
  return `/v2/key-value-stores/${json.data.id}`
}

test('a record keeps its bytes and its type, even over a restart', async () => {
  const dir = await makeFolder()
  const platform = await startPlatform({ dir })
  const store = await newStore(platform)
  const bytes = new Uint8Array(300_000).map((_, i) => i % 251)
  const put = await platform.call(`PUT ${store}/records/Photo.(1)`, {
    body: bytes,
    headers: { 'content-type': 'image/png' },
  })
  expect([put.status, put.json]).toEqual([201, {}])
  await platform.close()
  const { baseUrl, token, call } = await startPlatform({ dir })
  const target = `${baseUrl}${store}/records/Photo.(1)?token=${token}`
  const response = await fetch(target)
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(response.headers.get('content-length')).toBe('300000')
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
  const head = await call(`HEAD ${store}/records/Photo.(1)`)
  expect([head.status, head.headers.get('content-length'), head.text]).toEqual([200, '300000', ''])
})

test('a record can be replaced and deleted, and keys differ by case', async () => {
  const platform = await startPlatform()
  const store = await newStore(platform)
  const put = (key: string, body: string) =>
    platform.call(`PUT ${store}/records/${key}`, {
      body,
      headers: { 'content-type': 'text/plain' },
    })
  await put('key', 'old')
  await put('KEY', 'other')
  await Promise.all(['a', 'b', 'c'].map((body) => put('busy', body)))
  await put('key', 'new')
  expect((await platform.call(`GET ${store}/records/key`)).text).toBe('new')
  expect((await platform.call(`GET ${store}/records/KEY`)).text).toBe('other')
  expect((await platform.call(`GET ${store}/records/busy`)).text).toMatch(/^[abc]$/)
  expect((await platform.call(`DELETE ${store}/records/key`)).status).toBe(204)
  const gone = await platform.call(`GET ${store}/records/key`)
  expect([gone.status, gone.json.error.type]).toEqual([404, 'record-not-found'])
})

test('keys are listed in order and in pages', async () => {
  const platform = await startPlatform()
  const store = await newStore(platform)
  for (const key of ['b-2', 'a', 'b-1', 'C']) {
    await platform.call(`PUT ${store}/records/${key}`, { body: key })
  }
  const list = async (query: string) =>
    (await platform.call(`GET ${store}/keys?${query}`)).json.data
  const keysOf = ({ items }: { items: { key: string }[] }) => items.map(({ key }) => key)
  const first = await list('limit=2')
  expect(keysOf(first)).toEqual(['C', 'a'])
  expect(first).toMatchObject({ isTruncated: true, nextExclusiveStartKey: 'a', count: 2, limit: 2 })
  const second = await list('exclusiveStartKey=a')
  expect(keysOf(second)).toEqual(['b-1', 'b-2'])
  expect(second).toMatchObject({ isTruncated: false, nextExclusiveStartKey: null })
  expect(keysOf(await list('prefix=b-'))).toEqual(['b-1', 'b-2'])
})

test.each(['a%2Fb', '..%2Fx', 'a%20b', 'ž', 'x'.repeat(257)])(
  'the key %s is refused',
  async (key) => {
    const platform = await startPlatform()
    const store = await newStore(platform)
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? 'x' : undefined
      const answer = await platform.call(`${method} ${store}/records/${key}`, { body })
      expect([answer.status, answer.json.error.type]).toEqual([400, 'invalid-record-key'])
    }
  },
)

test('a compressed record is decompressed for clients that do not accept it', async () => {
  const platform = await startPlatform()
  const store = await newStore(platform)
  await platform.call(`PUT ${store}/records/text`, {
    body: new Uint8Array(gzipSync('hello')),
    headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
  })
  const get = async (encoding: string) => {
    const headers = { 'accept-encoding': encoding }
    const { text, headers: answered } = await platform.call(`GET ${store}/records/text`, {
      headers,
    })
    return [text, answered.get('content-encoding')]
  }
  expect(await get('gzip, br')).toEqual(['hello', 'gzip'])
  expect(await get('identity')).toEqual(['hello', null])
})

test('an upload that breaks off leaves the record as it was', async () => {
  const platform = await startPlatform()
  const store = await newStore(platform)
  await platform.call(`PUT ${store}/records/key`, { body: 'whole' })
  const { baseUrl, token } = platform
  await new Promise<void>((resolve) => {
    const headers = { authorization: `Bearer ${token}`, 'content-length': '1000' }
    const upload = request(`${baseUrl}${store}/records/key`, { method: 'PUT', headers })
    upload.on('error', () => resolve())
    upload.write('half', () => upload.destroy(new Error('gone')))
  })
  expect((await platform.call(`GET ${store}/records/key`)).text).toBe('whole')
})

test('a record over the limit is refused', async () => {
  const platform = await startPlatform()
  const store = await newStore(platform)
  const body = new Uint8Array(64 * 1024 * 1024 + 1)
  const { status, json } = await platform.call(`PUT ${store}/records/key`, { body })
  expect([status, json.error.type]).toEqual([413, 'request-too-large'])
})
