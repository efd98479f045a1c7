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

/** What the API says about a dataset of `count` rows: the truth, nothing, or a count that lags. */
const totalsOf = (count: number) => [count, null, 0, 7, 9999]

const plain = rows(60)
const withEmpty = plain.flatMap((row) => (row.n % 3 === 0 ? [{}, row, { '#hidden': 1 }] : [row]))
/** Pages of empty rows at the start, in the middle and at the end. */
const inBlocks = [
  ...Array(25).fill({}),
  ...plain.slice(0, 30),
  ...Array(40).fill({ '#hidden': 1 }),
  ...plain.slice(30),
  ...Array(15).fill({}),
]
const wound = plain.map(({ n }) => ({ id: n, list: n % 4 === 1 ? [] : plain.slice(n % 5, 5) }))

describe('list_dataset_items by `next` loses no row and repeats none', () => {
  it.each([
    ['one row a page', plain, { limit: 1 }],
    ['pages that the limit ends', plain, { limit: 7 }],
    ['full pages up to the end', plain, { limit: 20 }],
    ['pages that the budget ends', plain, { limit: 1000 }],
    ['newest first', plain, { limit: 9, desc: true }],
    ['chosen fields', plain, { limit: 9, fields: ['n'] }],
    ['empty rows left out', withEmpty, { limit: 10, clean: true }],
    ['empty rows left out, one row a page', withEmpty, { limit: 1, clean: true }],
    ['empty rows left out, as many as fit', withEmpty, { limit: 1000, clean: true }],
    ['pages of empty rows left out', inBlocks, { limit: 5, clean: true }],
    ['pages of empty rows left out, as many as fit', inBlocks, { limit: 1000, clean: true }],
    ['pages of empty rows left out, with fields', inBlocks, { limit: 7, clean: true, fields: ['n'] }],
    ['unwound rows', wound, { limit: 10, unwind: ['list'] }],
    ['unwound rows, as many as fit', wound, { limit: 1000, unwind: ['list'] }],
    ['unwound rows, three a page', wound, { limit: 3, unwind: ['list'] }],
  ])('%s, whatever the API counts', async (_, items, args) => {
    // The count plays no part in unwound pages.
    for (const total of totalsOf(items.length).slice(0, 'unwind' in args ? 1 : 5)) {
      const pages = await allPages(fakeDataset(items, { total }), args, 600)
      const shown = pages.flatMap((page) => page.items ?? []).map((row) => rowNumber.parse(row).n)
      const stored = 'unwind' in args ? wound.flatMap(({ list }) => list) : plain
      const expected = stored.map(({ n }) => n)
      expect(shown).toEqual('desc' in args ? expected.toReversed() : expected)
      expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length)
      expect(pages.length).toBeGreaterThan(1)
      for (const page of pages)
        if (!('unwind' in args) && page.total !== undefined)
          expect(page.total).toBeGreaterThanOrEqual(page.offset + page.count)
    }
  })

  it.each([
    ['stored rows', { limit: 1000 }, 60],
    ['unwound rows', { limit: 1000, unwind: ['list'] }, undefined],
  ])('the total of %s', async (_, args, total) => {
    const [first] = await allPages(fakeDataset(wound), args, 600)
    expect(first?.total).toBe(total)
  })

  it('asks the API once for each page', async () => {
    const dataset = fakeDataset(plain, { total: 0 })
    const pages = await allPages(dataset, { limit: 20 }, 8000)
    expect(pages.map(({ offset, count }) => [offset, count])).toEqual([
      [0, 20],
      [20, 20],
      [40, 20],
      [60, 0],
    ])
    expect(dataset.queries).toHaveLength(4)
  })

  it('says that rows are counted but not there yet', async () => {
    const page = await list(fakeDataset([], { total: 20 }), {})
    expect(page).toMatchObject({ items: [], total: 20 })
    expect(page.next).toBeUndefined()
    expect(page.note).toContain('Apify counts 20 rows but gives none from offset 0 on')
  })
})

describe('text formats', () => {
  /** The number of each row in a text of any format. */
  const numbersIn = (text = '') => [...text.matchAll(/#(\d+)#/g)].map((match) => Number(match[1]))
  const hard = plain.map(({ n }) => ({ id: `#${n}#`, item: 'a,"b"\n<item>\n'.repeat(n % 3) }))
  const gaps = hard.flatMap((row, n) => (n % 3 === 0 ? [{}, row, { '#hidden': 1 }] : [row]))
  const blocks = [...Array(25).fill({}), ...hard, ...Array(25).fill({})]

  it.each(['jsonl', 'csv', 'xml', 'html', 'rss'] as const)(
    'give every row once as %s, whatever the API counts',
    async (format) => {
      for (const [items, args] of [
        [hard, { limit: 20 }],
        [hard, { limit: 7 }],
        [hard, { limit: 1000 }],
        [gaps, { limit: 10, clean: true }],
        [blocks, { limit: 10, clean: true }],
        [blocks, { limit: 1000, clean: true }],
      ] as const)
        for (const total of totalsOf(items.length)) {
          const pages = await allPages(fakeDataset(items, { total }), { format, ...args }, 900)
          const found = pages.map(({ text }) => numbersIn(text))
          expect(found.flat()).toEqual(plain.map(({ n }) => n))
          expect(pages.map(({ count }) => count)).toEqual(found.map(({ length }) => length))
        }
    },
  )

  it.each(['csv', 'html', 'xlsx'] as const)(
    'go on after a page of rows without a value as %s',
    async (format) => {
      for (const total of totalsOf(blocks.length)) {
        const pages = await allPages(fakeDataset(blocks, { total }), { format, limit: 20 }, 8000)
        const offsets = pages.map(({ offset }) => offset)
        // A count that is too high leads to one page more.
        expect(offsets.filter((offset) => offset < 110)).toEqual([0, 20, 40, 60, 80, 100])
        expect(offsets.length).toBeLessThan(8)
      }
    },
  )

  it.each(['jsonl', 'csv', 'xml', 'html', 'rss', 'xlsx'] as const)(
    'need one request for a page as %s if the count is right',
    async (format) => {
      const dataset = fakeDataset(hard)
      const pages = await allPages(dataset, { format, limit: 25, fields: ['id'] }, 8000)
      expect(pages.map(({ count, total }) => [count, total])).toEqual([
        [25, 60],
        [25, 60],
        [10, 60],
      ])
      expect(dataset.queries).toHaveLength(3)
    },
  )

  it('count the items that unwinding starts from', async () => {
    for (const total of totalsOf(wound.length)) {
      const args: Args = { format: 'jsonl', unwind: ['list'], limit: 9 }
      const pages = await allPages(fakeDataset(wound, { total }), args, 8000)
      const shown = pages.flatMap(({ text = '' }) => text.split('\n').filter(Boolean))
      expect(shown.map((line) => rowNumber.parse(JSON.parse(line)).n)).toEqual(
        wound.flatMap(({ list }) => list.map(({ n }) => n)),
      )
    }
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
