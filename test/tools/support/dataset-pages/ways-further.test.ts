import { describe, expect, it } from 'vitest'
import listDatasetItems from '../../../../tools/storage/list_dataset_items.ts'
import { callHandler } from '../../../support/call-handler.ts'
import { fakeDataset } from '../../../support/fake-storages.ts'
import { type ListArgs, list, sizedRows } from '../../../support/list-dataset.ts'

describe('a page that ends before the rows', () => {
  const items = sizedRows(60)

  it.each<[string, ListArgs, number, string | undefined]>([
    [
      'at the limit',
      { limit: 20, fields: ['n'] },
      8000,
      'The page ends at `limit`: `query_dataset` answers',
    ],
    [
      'at the budget',
      { limit: 60 },
      600,
      'The page is full: fewer `fields` or `format: "table"` show more rows',
    ],
    [
      'at the limit of a text',
      { limit: 20, fields: ['n'], format: 'csv' },
      8000,
      'The page ends at `limit`: `query_dataset` answers',
    ],
    [
      'at the budget of a text',
      { limit: 60, format: 'csv' },
      900,
      'The page is full: fewer `fields` show more rows',
    ],
    ['at the last row', { limit: 20, offset: 40, fields: ['n'] }, 8000, undefined],
    ['at the end', { limit: 100, fields: ['n'] }, 8000, undefined],
  ])('says so %s', async (_, args, budget, note) => {
    const page = await list(fakeDataset(items), args, budget)
    if (note === undefined) expect(page.note).toBeUndefined()
    else expect(page.note).toContain(note)
  })

  it('names `export_items` only if it is offered', async () => {
    const downloads = { check() {}, save: async () => ({ path: '', bytes: 0 }) }
    const noteOf = async (context: object) => {
      const args = { datasetId: 'data1', limit: 5 }
      const apify = fakeDataset(items)
      return (await callHandler(listDatasetItems, args, { apify, ...context })).result.note
    }
    const ways = ', `export_items` writes them to a file.'
    expect(await noteOf({ downloads })).toContain(ways)
    expect(await noteOf({ downloads, settings: { readOnly: true } })).not.toContain('export_items')
    expect(await noteOf({})).not.toContain('export_items')
  })
})
