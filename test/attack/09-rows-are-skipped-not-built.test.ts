import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { makeFolder } from '../support/folder.ts'

const LIST = Array.from({ length: 40 }, (_, i) => i)
const FIELDS = ['a', 'b', 'c', 'd']
const ROWS = 40 ** 4
const TEXTS = ['jsonl', 'csv', 'xml', 'html', 'rss']

/** Returns a row by its number, as the digits of a number to the base 40. */
const rowAt = (n: number) =>
  Object.fromEntries(FIELDS.map((field, i) => [field, Math.floor(n / 40 ** (3 - i)) % 40]))

describe.each(DOORS)('$name', (door) => {
  it(`09 four lists of 40 are read anywhere, in any format, over ${door.name}`, async () => {
    // All rows at once would take more than twice that.
    const { call, child } = await openServer(door, {
      args: [`--local=${await makeFolder()}`],
      heapMb: 200,
    })
    const made = await call('create_storage', { type: 'dataset', name: 'wide' })
    const { datasetId } = made.structured
    const items = [Object.fromEntries(FIELDS.map((field) => [field, LIST])), { last: 1 }]
    await call('push_dataset_items', { datasetId, items })
    const list = (args: object) =>
      call('list_dataset_items', { datasetId, unwind: FIELDS, limit: 2, ...args })

    for (const offset of [0, 1, 1599, ROWS / 2 - 1, ROWS - 2]) {
      const { structured } = await list({ offset })
      expect(structured.items).toEqual([rowAt(offset), rowAt(offset + 1)])
      expect(structured.next).toEqual({ offset: offset + 2 })
      for (const format of TEXTS) {
        const { structured: page, text } = await list({ offset, format })
        expect(page, `${format} at ${offset}: ${text}`).toMatchObject({ offset, count: 2 })
      }
    }
    const { structured: csv } = await list({ offset: ROWS - 2, format: 'csv' })
    expect(csv.text).toBe('a,b,c,d\n39,39,39,38\n39,39,39,39\n')
    const { structured: end } = await list({ offset: ROWS - 1 })
    expect(end).toMatchObject({ items: [rowAt(ROWS - 1), { last: 1 }], total: ROWS + 1 })
    const { structured: beyond } = await list({ offset: 9_000_000 })
    expect(beyond).toMatchObject({ items: [], total: ROWS + 1 })
    for (const format of TEXTS) {
      const { structured: page } = await list({ offset: 9_000_000, format })
      expect(page).toMatchObject({ count: 0 })
      expect(page.next).toBeUndefined()
    }
    const { structured: book } = await list({ offset: ROWS - 1, format: 'xlsx' })
    expect(book).toMatchObject({ count: 2 })
    if (process.platform !== 'linux') return
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024).toBeLessThan(400)
  })
})
