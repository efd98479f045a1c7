import { describe, expect, it } from 'vitest'
import getDataset from '../../../tools/storage/get_dataset.ts'
import { callHandler } from '../../support/call-handler.ts'
import { fakeDataset } from '../../support/fake-storages.ts'

async function describeDataset(
  items: readonly object[],
  maxResultTokens = 8000,
  total?: number | null,
  own = 7,
) {
  const apify = {
    ...fakeDataset(items, total === undefined ? {} : { total }),
    getDataset: async () => ({ id: 'data1', itemCount: own, stats: { inflatedBytes: 90 } }),
  }
  const args = { datasetId: 'data1' }
  return (await callHandler(getDataset, args, { apify, settings: { maxResultTokens } })).result
}

describe('get_dataset', () => {
  it('returns counts, fields and one row', async () => {
    expect(await describeDataset([{}, { a: 1 }, { a: 'x', 'b\nc': null }])).toEqual({
      datasetId: 'data1',
      itemCount: 3,
      bytes: 90,
      sampledRows: 3,
      row: { a: 1 },
      fields: [
        { name: 'a', type: 'integer or string', filled: 0.67 },
        { name: 'b c', type: 'null', filled: 0 },
      ],
    })
  })

  it("falls back to the dataset's own count", async () => {
    expect((await describeDataset([{ a: 1 }], 8000, null)).itemCount).toBe(7)
  })

  it.each([
    [10, 9, undefined, 7],
    [10, 0, undefined, 7],
    [10, 10, 10, 7],
    [10, 25, 25, 7],
    [10, 4, 12, 12],
    [10, null, undefined, -1],
    [1, null, undefined, 2.5],
  ])('of %s rows, a listing of %s items gives %s', async (count, total, shown, own) => {
    const items = Array.from({ length: count }, (_, n) => ({ n }))
    expect((await describeDataset(items, 8000, total, own)).itemCount).toBe(shown)
  })

  it('keeps names as calls need them', async () => {
    const names = [' price ', 'a,b', '<b>x</b>', '[x](y)', 'a  b', '__proto__']
    const row = Object.fromEntries(names.map((name) => [name, 1]))
    const { fields } = await describeDataset([row])
    expect(fields).toEqual(names.map((name) => ({ name, type: 'integer', filled: 1 })))
  })

  it('says that rows are counted but have not arrived', async () => {
    const { note, itemCount } = await describeDataset([], 8000, 3)
    expect(itemCount).toBe(3)
    expect(note).toContain('Apify counts 3 rows but gives none')
  })

  it('says that a dataset is empty', async () => {
    const { note, row } = await describeDataset([])
    expect(note).toBe('The dataset is empty.')
    expect(row).toBeUndefined()
  })

  it('says that the row is truncated, and how many fields did not fit', async () => {
    const wide = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`field${i}`, i]))
    const { note, fields } = await describeDataset(
      [{ text: 'many words '.repeat(900), ...wide }],
      900,
    )
    expect(note).toContain(`${201 - fields.length} more fields did not fit.`)
    expect(note).toContain('`list_dataset_items` shows more')
  })
})
