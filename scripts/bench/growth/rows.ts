import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { stableId } from '../../../src/local/ids.ts'
import { encodeEntries } from '../../../src/local/storage/item-log/item-index.ts'
import { writeStorage } from './run-folder.ts'
import { openLocal, type Scale } from './scale.ts'

const DATASET = stableId('dataset', 'growth')
const ROWS_AT_ONCE = 10_000
const SHOPS = ['Lisbon', 'Porto', 'Faro', 'Braga', 'Évora']
const SQL = 'SELECT shop, count(*) AS n, avg(price) AS price FROM items GROUP BY shop'

const rowAt = (n: number) => ({
  id: n,
  shop: SHOPS[n % SHOPS.length],
  price: ((n * 37) % 9_000) / 100,
  inStock: n % 3 !== 0,
  title: `Wooden chair no. ${n}`,
})

/** Writes a dataset with rows, as the platform would. */
function writeRows(dir: string, count: number): void {
  const folder = writeStorage(dir, 'datasets', { id: DATASET })
  const [items, index] = ['items.jsonl', 'items.index'].map((name) =>
    openSync(join(folder, name), 'w'),
  )
  if (items === undefined || index === undefined) return
  let end = 0
  for (let first = 0; first < count; first += ROWS_AT_ONCE) {
    const length = Math.min(ROWS_AT_ONCE, count - first)
    const lines = Array.from({ length }, (_, i) => `${JSON.stringify(rowAt(first + i))}\n`)
    const entries = lines.map((line) => {
      end += Buffer.byteLength(line)
      return { end, isClean: true }
    })
    writeSync(items, lines.join(''))
    writeSync(index, encodeEntries(entries))
  }
  for (const file of [items, index]) closeSync(file)
}

/** Rows of a dataset. */
export function rows(dir: string): Scale {
  const page = (offset: number) => ({ datasetId: DATASET, limit: 20, offset })
  return {
    name: 'rows of a dataset',
    sizes: [1_000, 10_000, 100_000, 1_000_000],
    per: { count: 1000, name: '1,000 rows' },
    async open(size) {
      const [data, downloads] = [join(dir, `rows-${size}`), join(dir, `downloads-${size}`)]
      writeRows(data, size)
      mkdirSync(downloads)
      return openLocal(size, data, ['--download-dir', downloads, '--query-cache=false'])
    },
    measures: [
      {
        name: 'first page',
        expected: 'flat',
        act: ({ call }) => call('list_dataset_items', page(0)),
      },
      {
        name: 'page in the middle',
        expected: 'flat',
        act: ({ call, size }) => call('list_dataset_items', page(size >> 1)),
      },
      {
        name: 'last page',
        expected: 'flat',
        act: ({ call, size }) => call('list_dataset_items', page(size - 20)),
      },
      {
        name: 'export to a file',
        expected: 'linear',
        act: ({ call }) => call('export_items', { datasetId: DATASET, fileName: 'all.jsonl' }),
      },
      {
        name: 'query',
        expected: 'linear',
        act: ({ call }) => call('query_dataset', { datasetId: DATASET, sql: SQL }),
      },
    ],
  }
}
