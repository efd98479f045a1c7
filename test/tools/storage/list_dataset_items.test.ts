import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import listDatasetItems from '../../../tools/storage/list_dataset_items.ts'
import { callHandler } from '../../support/call-handler.ts'
import { fakeDataset } from '../../support/fake-storages.ts'
import { followNext } from '../../support/follow-next.ts'

const rowNumber = z.object({ n: z.number() })

type Args = Parameters<
  typeof callHandler<typeof listDatasetItems.input, typeof listDatasetItems.output>
>[1]
type Dataset = ReturnType<typeof fakeDataset>

/** Follows `next` to the last page. */
function allPages(dataset: Dataset, args: Args, maxResultTokens: number) {
  return followNext((next) => list(dataset, { ...args, ...next }, maxResultTokens))
}

async function list(dataset: Dataset, args: Args, maxResultTokens = 8000) {
  const context = { apify: dataset, settings: { maxResultTokens } }
  return (await callHandler(listDatasetItems, { datasetId: 'data1', ...args }, context)).result
}

/** Row 0, 1, 2 … of very different sizes. */
const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ n, text: 'many words '.repeat((n * 7) % 60) }))

describe('list_dataset_items by `next` loses no row and repeats none', () => {
  const plain = rows(61)
  const withEmpty = plain.flatMap((row) => (row.n % 3 === 0 ? [{}, row, {}] : [row]))
  const wound = plain.map(({ n }) => ({ id: n, list: n % 4 === 1 ? [] : plain.slice(n % 5, 5) }))

  it.each([
    ['one row a page', plain, { limit: 1 }, true],
    ['pages that the limit ends', plain, { limit: 7 }, true],
    ['pages that the budget ends', plain, { limit: 1000 }, true],
    ['newest first', plain, { limit: 9, desc: true }, true],
    ['chosen fields', plain, { limit: 9, fields: ['n'] }, true],
    ['a server that does not count', plain, { limit: 7 }, false],
    ['empty rows left out', withEmpty, { limit: 10, clean: true }, true],
    ['empty rows left out, not counted', withEmpty, { limit: 10, clean: true }, false],
    ['unwound rows', wound, { limit: 10, unwind: ['list'] }, true],
    ['unwound rows, as many as fit', wound, { limit: 1000, unwind: ['list'] }, true],
    ['unwound rows, not counted', wound, { limit: 3, unwind: ['list'] }, false],
  ])('%s', async (_, items, args, counted) => {
    const pages = await allPages(fakeDataset(items, { counted }), args, 600)
    const shown = pages.flatMap((page) => page.items ?? []).map((row) => rowNumber.parse(row).n)
    const stored = 'unwind' in args ? wound.flatMap(({ list }) => list) : plain
    const expected = stored.map(({ n }) => n)
    expect(shown).toEqual('desc' in args ? expected.toReversed() : expected)
    expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length)
    expect(pages.length).toBeGreaterThan(1)
  })

  it.each([
    ['stored rows', { limit: 1000 }, 61],
    ['unwound rows', { limit: 1000, unwind: ['list'] }, undefined],
  ])('the total of %s', async (_, args, total) => {
    const [first] = await allPages(fakeDataset(wound), args, 600)
    expect(first?.total).toBe(total)
  })
})

describe('list_dataset_items', () => {
  it('returns an empty page of an empty dataset', async () => {
    expect(await list(fakeDataset([]), {})).toEqual({ items: [], offset: 0, count: 0, total: 0 })
  })

  it.each([
    [{ charOffset: 0 }, '`charOffset` reads one field of one row.'],
    [{ charOffset: 0, fields: ['a', 'b'] }, '`charOffset` reads one field of one row.'],
    [{ charOffset: 0, fields: ['a'], offset: 9 }, 'There is no row at offset 9.'],
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
