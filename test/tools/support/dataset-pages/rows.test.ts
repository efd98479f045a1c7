import { describe, expect, it } from 'vitest'
import { fakeDataset } from '../../../support/fake-storages.ts'
import { allPages, list, rowNumber, sizedRows, totalsOf } from '../../../support/list-dataset.ts'

const plain = sizedRows(60)
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

const FULL =
  'The page is full: fewer `fields` or `format: "table"` show more rows, `query_dataset` answers a question about all rows.'

const numbersIn = (pages: { items?: unknown[] | undefined }[]) =>
  pages.flatMap(({ items = [] }) => items.map((row) => rowNumber.parse(row).n))

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
    [
      'pages of empty rows left out, with fields',
      inBlocks,
      { limit: 7, clean: true, fields: ['n'] },
    ],
  ])('%s, whatever the API counts', async (_, items, args) => {
    for (const total of totalsOf(items.length)) {
      const pages = await allPages(fakeDataset(items, { total }), args, 600)
      const expected = plain.map(({ n }) => n)
      expect(numbersIn(pages)).toEqual('desc' in args ? expected.toReversed() : expected)
      expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length)
      expect(pages.length).toBeGreaterThan(1)
      expect(pages.filter((page) => (page.total ?? 9999) < page.offset + page.count)).toEqual([])
    }
  })

  it.each([[{ limit: 10 }], [{ limit: 1000 }], [{ limit: 3 }]])(
    'unwound rows, %j',
    async (args) => {
      const query = { ...args, unwind: ['list'] }
      const pages = await allPages(fakeDataset(wound, { total: 0 }), query, 600)
      expect(numbersIn(pages)).toEqual(wound.flatMap(({ list }) => list.map(({ n }) => n)))
      expect(pages.length).toBeGreaterThan(1)
    },
  )

  it.each([{ limit: 3 }, { limit: 10 }, { limit: 1000 }])(
    'rows of a view that unwinds, whether its schema is known or not, %j',
    async (args) => {
      const views = { flat: { unwind: ['list'], limit: 4 } }
      for (const describesViews of [true, false]) {
        const dataset = fakeDataset(wound, { views, describesViews })
        const pages = await allPages(dataset, { ...args, view: 'flat' }, 600)
        expect(numbersIn(pages)).toEqual(wound.flatMap(({ list }) => list.map(({ n }) => n)))
        expect(pages.filter((page) => (page.total ?? 9999) < page.offset + page.count)).toEqual([])
      }
    },
  )

  it('a view that is known not to unwind is read by its stored items', async () => {
    const dataset = fakeDataset(plain, { views: { short: { fields: ['n'] } } })
    const pages = await allPages(dataset, { limit: 25, view: 'short' }, 8000)
    expect(numbersIn(pages)).toEqual(plain.map(({ n }) => n))
    expect(pages.map(({ total }) => total)).toEqual([60, 60, 60])
    expect(dataset.queries.map(({ offset }) => offset)).toEqual([0, 25, 50])
  })

  it.each([
    ['unwinding leaves no row', [{ list: [] }, { list: [] }], 'unwinding leaves none'],
    ['there is no item', [], undefined],
  ])('the note where %s', async (_, items, note) => {
    const page = await list(fakeDataset(items), { unwind: ['list'] })
    expect(page).toMatchObject({ items: [], count: 0 })
    expect(page.note).toEqual(note && expect.stringContaining(note))
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
    expect(page.note).toContain('The API counts 20 rows but gives none from offset 0 on')
  })

  it('says that a page is full if one row of two does not fit', async () => {
    // Two rows that fit the budget, but not together with the rest of the result.
    const notes: (string | undefined)[] = []
    for (let size = 150; size < 260; size += 2) {
      const row = { list: Array(size).fill(7) }
      notes.push((await list(fakeDataset([row, row]), {}, 900)).note)
    }
    expect(new Set(notes)).toEqual(new Set([undefined, FULL]))
  })
})
