import { describe, expect, it } from 'vitest'
import { fakeDataset } from '../../support/fake-storages.ts'
import { allPages, type ListArgs, list, sizedRows } from '../../support/list-dataset.ts'

const table = { format: 'table' } as const

const PAGES: [string, object[], ListArgs][] = [
  ['pages that the limit ends', sizedRows(60), { limit: 7 }],
  ['pages that the budget ends', sizedRows(60), { limit: 1000 }],
  ['newest first', sizedRows(60), { limit: 9, desc: true }],
  ['chosen fields', sizedRows(60), { limit: 9, fields: ['n', 'none'] }],
  ['empty rows left out', sizedRows(60).flatMap((row) => [{}, row, { '#h': 1 }]), { clean: true }],
  [
    'unwound rows',
    [{ list: sizedRows(20) }, { list: [] }, { list: sizedRows(40) }],
    { unwind: ['list'] },
  ],
]

describe('list_dataset_items as a table', () => {
  it('names the fields once', async () => {
    const rows = [{ a: 1, b: 'x' }, { b: null, a: 2 }, { a: 3 }]
    expect(await list(fakeDataset(rows), table)).toEqual({
      columns: ['a', 'b'],
      rows: [
        [1, 'x'],
        [2, null],
        [3, '∅'],
      ],
      offset: 0,
      count: 3,
      total: 3,
      note: '"∅": the row has no such field.',
    })
  })

  it.each(PAGES)('shows the same rows by `next` as objects: %s', async (_, items, args) => {
    const tables = await allPages(fakeDataset(items), { ...args, ...table }, 600)
    const objects = await allPages(fakeDataset(items), args, 600)
    const shown = tables.flatMap(({ columns = [], rows = [] }) => {
      const at = columns.indexOf('n')
      return rows.map((cells) => cells[at])
    })
    expect(shown).toEqual(objects.flatMap(({ items = [] }) => items.map((row) => Object(row).n)))
    expect(tables.length).toBeGreaterThan(1)
    expect(tables.every(({ rows, count, items }) => rows?.length === count && !items)).toBe(true)
  })

  it('has more rows on a page than objects', async () => {
    const items = Array.from({ length: 200 }, (_, n) => ({ title: `Tea ${n}`, price: n, stock: n }))
    const [objects] = await allPages(fakeDataset(items), { limit: 200 }, 1000)
    const [first] = await allPages(fakeDataset(items), { ...table, limit: 200 }, 1000)
    expect(first?.count).toBeGreaterThan((objects?.count ?? 0) * 1.3)
    expect(first?.note).toBe(
      'The page is full: fewer `fields` show more rows, `query_dataset` answers a question about all rows.',
    )
  })

  it.each<[string, object[], ListArgs, object]>([
    [
      'keeps null beside other values',
      [
        { a: null, b: 1 },
        { a: 2, b: { c: '', d: 3 } },
      ],
      {},
      {
        columns: ['a', 'b'],
        rows: [
          [null, 1],
          [2, { d: 3 }],
        ],
        note: 'Null and empty fields inside values are omitted.',
      },
    ],
    [
      'omits columns without a value',
      [
        { a: 1, b: null, c: '' },
        { a: 2, b: [] },
      ],
      {},
      {
        columns: ['a'],
        rows: [[1], [2]],
        note: 'Columns without a value are omitted; name them in `fields` to see them.',
      },
    ],
    [
      'shows named fields whatever they hold',
      [{ a: 1, b: null, c: { d: '' } }],
      { fields: ['b', 'c'] },
      {
        columns: ['b', 'c'],
        rows: [[null, { d: '' }]],
      },
    ],
    [
      'takes names with a comma',
      [{ 'a,b': 1, c: 2 }, { c: 3 }],
      { fields: ['a,b'] },
      {
        columns: ['a,b'],
        rows: [[1], ['∅']],
      },
    ],
    [
      'flattens',
      [{ a: { b: 1, c: 2 } }],
      { flatten: ['a'] },
      { columns: ['a.b', 'a.c'], rows: [[1, 2]] },
    ],
    [
      'marks what is missing by a text that no row has',
      [{ a: '∅' }, { b: 1 }],
      {},
      {
        columns: ['a', 'b'],
        rows: [
          ['∅', '∅∅'],
          ['∅∅', 1],
        ],
        note: '"∅∅": the row has no such field.',
      },
    ],
  ])('%s', async (_, items, args, expected) => {
    expect(await list(fakeDataset(items), { ...args, ...table })).toMatchObject(expected)
  })

  it('cuts a long text and names its column', async () => {
    const items = [
      { n: 1, text: 'many words '.repeat(2000) },
      { n: 2, text: 'short' },
    ]
    const { rows, note } = await list(fakeDataset(items), table, 600)
    expect(rows).toEqual([
      [1, expect.stringMatching(/… \[\+\d+ chars\]$/)],
      [2, 'short'],
    ])
    expect(note).toContain('Long values are truncated (`text`)')
  })

  it('asks the API for objects', async () => {
    const dataset = fakeDataset([{ a: 1 }])
    await list(dataset, table)
    expect(dataset.queries).toMatchObject([{ format: 'jsonl' }])
  })

  it('says that no row has the named fields', async () => {
    const page = await list(fakeDataset([{ a: 1 }]), { ...table, fields: ['b'] })
    expect(page).toMatchObject({ columns: [], rows: [[]] })
    expect(page.note).toContain('No row here has these `fields`')
  })

  it('has no columns without rows', async () => {
    expect(await list(fakeDataset([]), table)).toEqual({
      columns: [],
      rows: [],
      offset: 0,
      count: 0,
      total: 0,
    })
  })
})
