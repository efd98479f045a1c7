import { describe, expect, it } from 'vitest'
import getDataset from '../../../tools/storage/get_dataset.ts'
import { callHandler } from '../../support/call-handler.ts'
import { fakeDataset } from '../../support/fake-storages.ts'

async function describeDataset(
  items: readonly object[],
  maxResultTokens = 8000,
  total?: number | null,
) {
  const apify = {
    ...fakeDataset(items, total === undefined ? {} : { total }),
    getDataset: async () => ({ id: 'data1', itemCount: 7, stats: { inflatedBytes: 90 } }),
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
