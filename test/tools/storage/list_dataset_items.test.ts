import { describe, expect, it } from 'vitest'
import listDatasetItems from '../../../tools/storage/list_dataset_items.ts'
import { callHandler } from '../../support/call-handler.ts'
import { fakeDataset } from '../../support/fake-storages.ts'
import { allPages, list } from '../../support/list-dataset.ts'

describe('list_dataset_items', () => {
  it('returns an empty page of an empty dataset', async () => {
    expect(await list(fakeDataset([]), {})).toEqual({ items: [], offset: 0, count: 0, total: 0 })
  })

  it.each([
    [{ charOffset: 0 }, '`charOffset` reads one field of one row.'],
    [{ charOffset: 0, fields: ['a', 'b'] }, '`charOffset` reads one field of one row.'],
    [{ charOffset: 0, fields: ['a'], offset: 9 }, 'There is no row at offset 9.'],
    [{ charOffset: 0, fields: ['nope'] }, 'That row has no field "nope".'],
    [{ charOffset: 0, fields: ['nope.at.all'] }, 'That row has no field "nope.at.all".'],
    [{ format: 'csv', limit: 1 } as const, 'exceeds the budget of 600 tokens'],
  ])('refuses %j', async (args, message) => {
    const dataset = fakeDataset([{ a: 'many words '.repeat(1000) }])
    await expect(list(dataset, args, 600)).rejects.toThrow(message)
  })

  it.each([
    ['of a text', 'many words '.repeat(500), 'text'],
    ['of an object, as JSON', { list: Array.from({ length: 900 }, (_, n) => n) }, 'text'],
    ['at a path', { text: 'many words '.repeat(500) }, 'text.text'],
    ['of a name with dots', 'many words '.repeat(500), 'a.b'],
  ])('`charOffset` reads every character once %s', async (_, value, field) => {
    const name = field === 'a.b' ? field : 'text'
    const dataset = fakeDataset([{ [name]: value }])
    const pages = await allPages(dataset, { fields: [field], charOffset: 0 }, 600)
    const text = pages.map((page) => page.text).join('')
    const whole = typeof value === 'object' && 'text' in value ? value.text : value
    expect(text).toBe(typeof whole === 'string' ? whole : JSON.stringify(whole))
  })

  it('says that fields were omitted, and that no row has the chosen ones', async () => {
    const dataset = fakeDataset([{ n: 1, none: null, deep: { empty: '' } }])
    const pruned = await list(dataset, {})
    expect(pruned.items).toEqual([{ n: 1 }])
    expect(pruned.note).toContain('Null and empty fields are omitted')
    expect((await list(dataset, { fields: ['n'] })).note).toBeUndefined()
    expect((await list(dataset, { fields: ['m'] })).note).toContain(
      '`get_dataset` lists the fields',
    )
  })

  it('attaches a workbook under the URI of its dataset or run', async () => {
    const dataset = fakeDataset([{ n: 1 }, { n: 2 }])
    const owners = [
      [{ datasetId: 'data1' }, 'apify://dataset/data1/items.xlsx'],
      [{ runId: 'run1' }, 'apify://run/run1/items.xlsx'],
    ] as const
    for (const [owner, uri] of owners) {
      const args = { ...owner, format: 'xlsx' } as const
      const { result, attachments } = await callHandler(listDatasetItems, args, { apify: dataset })
      expect(result).toMatchObject({ count: 2, total: 2 })
      expect(attachments).toMatchObject([{ type: 'resource', resource: { uri } }])
    }
  })
})
