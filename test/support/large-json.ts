import { gzipSync } from 'node:zlib'
import type { FakeApify } from './fake-apify/apify.ts'

const MB = 1_000_000

/** Repeats a text until it has some length, and puts it between two others. */
function filled(start: string, unit: string, end: string, bytes: number): Buffer {
  return Buffer.concat([Buffer.from(start), Buffer.alloc(bytes, unit), Buffer.from(end)])
}

/** Returns an array of empty objects. */
export const emptyObjects = (bytes: number) => filled('[', '{},', '{}]', bytes - (bytes % 3))
/** Returns an array of zeros. */
export const zeros = (bytes: number) => filled('[', '0,', '0]', bytes - (bytes % 2))
/** Returns a text. */
const longText = (bytes: number) => filled('"', 'x', '"', bytes)
/** Returns arrays in arrays. */
export const levels = (count: number) =>
  Buffer.concat([Buffer.alloc(count, '['), Buffer.alloc(count, ']')])
/** Returns an object of many keys. */
export const manyKeys = (count: number) =>
  Buffer.from(`{${Array.from({ length: count }, (_, i) => `"k${i}":${i % 10}`).join(',')}}`)
/** Returns an array of rows as a crawler stores them. */
export const crawledRows = (count: number) =>
  Buffer.from(
    `[${Array.from({ length: count }, (_, i) => `{"n":${i},"url":"https://example.com/${i}","text":"${'lorem ipsum '.repeat(20)}"}`).join(',')}]`,
  )

/** JSON that takes far more memory than it has bytes, or than its gzip has. */
export const BOMBS: Record<string, () => Buffer> = {
  '20 million empty objects': () => emptyObjects(60 * MB),
  '3.5 million keys': () => manyKeys(3_500_000),
  '25 million zeros': () => zeros(50 * MB),
  'one text of 60 MB': () => longText(60 * MB),
  '2 million levels': () => levels(2 * MB),
}

/** JSON as gzip, so that its size is not known before it is read: as a record, and as a row. */
export interface Packed {
  record: Buffer
  row: Buffer
}

export function pack(json: Buffer): Packed {
  const row = Buffer.concat([Buffer.from('{"before":1,"it":'), json, Buffer.from('}\n')])
  return { record: gzipSync(json, { level: 1 }), row: gzipSync(row, { level: 1 }) }
}

/** Makes the fake API send JSON as a record of `store1`, under its key, and as the row of a dataset. */
export function sendLarge(fake: FakeApify, key: string, { record, row }: Packed): void {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  fake.on(`GET /v2/key-value-stores/store1/records/${key}`, (_, response) => {
    response.writeHead(200, headers).end(record)
    return undefined
  })
  fake.on(`GET /v2/datasets/${key}/items`, (_, response) => {
    response.writeHead(200, headers).end(row)
    return undefined
  })
}
