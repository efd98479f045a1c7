import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stableId } from '../../../src/local/ids.ts'
import { writeStorage } from './run-folder.ts'
import { openLocal, type Scale } from './scale.ts'

const STORE = stableId('store', 'growth')
const BYTES = '{"pages":3}'

const keyOf = (n: number) => `page-${String(n).padStart(7, '0')}`

/** Writes a store with records, as the platform would. */
function writeRecords(dir: string, count: number): void {
  const folder = join(writeStorage(dir, 'key-value-stores', { id: STORE }), 'records')
  mkdirSync(folder)
  for (let n = 0; n < count; n++) {
    const key = keyOf(n)
    const name = createHash('sha256').update(key).digest('hex')
    const file = `${name}.${stableId('file', key)}`
    const record = { key, contentType: 'application/json', contentEncoding: '', size: BYTES.length }
    writeFileSync(join(folder, file), BYTES)
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...record, file }))
  }
}

/** Keys of a store. */
export function records(dir: string): Scale {
  return {
    name: 'keys of a store',
    sizes: [100, 1_000, 10_000, 100_000],
    per: { count: 1000, name: '1,000 keys' },
    async open(size) {
      const data = join(dir, `records-${size}`)
      writeRecords(data, size)
      return openLocal(size, data, [])
    },
    measures: [
      {
        name: 'first list of a start',
        expected: 'linear',
        isFirst: true,
        act: ({ call }) => call('list_records', { storeId: STORE, limit: 20 }),
      },
      {
        name: 'first page',
        expected: 'flat',
        act: ({ call }) => call('list_records', { storeId: STORE, limit: 20 }),
      },
      {
        name: 'page in the middle',
        expected: 'flat',
        act: ({ call, size }) =>
          call('list_records', { storeId: STORE, limit: 20, after: keyOf(size >> 1) }),
      },
      {
        name: 'get one',
        expected: 'flat',
        act: ({ call, size }) =>
          call('get_record', { storeId: STORE, recordKey: keyOf(size >> 1) }),
      },
      {
        name: 'put one',
        expected: 'flat',
        act: ({ call }) => call('put_record', { storeId: STORE, recordKey: 'SUM', json: { n: 1 } }),
      },
    ],
  }
}
