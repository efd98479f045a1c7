import { expect } from 'vitest'
import type { TestPlatform } from './platform.ts'

/** A text with characters that formats must escape or cannot hold. */
export const NASTY = `a "b" <c> & 'd', é 漢 😀 ]]> \u0000\u0008\u000b \ud800 \ufffe =1+1\r\n\tend`
/** The same text in formats without control characters and lone surrogates. */
export const CLEANED = `a "b" <c> & 'd', é 漢 😀 ]]> \ufffd\ufffd\ufffd \ufffd \ufffd =1+1\r\n\tend`

export const ITEMS = [
  { url: 'https://a.example/', author: { name: 'Ann', born: null }, tags: ['x', 'y'], n: 1.5 },
  { url: NASTY, author: null, tags: [], ok: false, 'odd name/1': [{ '2nd': 'b' }] },
  {},
]

/** Their fields, with nested fields by their path. */
export const COLUMNS = [
  'url',
  'author/name',
  'author/born',
  'tags/0',
  'tags/1',
  'n',
  'ok',
  'odd name/1/0/2nd',
]

/** Creates a dataset with these items. */
export async function makeDataset(platform: TestPlatform, items: unknown[] = ITEMS) {
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
