import { describe, expect, it } from 'vitest'
import {
  refuseUnsendable,
  splitNames,
} from '../../../../tools/support/dataset-pages/unsendable-names.ts'
import { fakeDataset, stream } from '../../../support/fake-storages.ts'
import { list } from '../../../support/list-dataset.ts'

const ROW = {
  'a,b': 1,
  a: 2,
  b: { c: 3, 'd,e': { f: 4, g: 5 } },
  'x.y': 6,
  '#z,': 7,
  list: [{ 'p,q': 8, r: 9 }],
}

describe('fields and omitted fields whose names the API would split', () => {
  it.each([
    [{ fields: ['a,b'] }, { 'a,b': 1 }],
    [{ fields: ['a', 'a,b'] }, { a: 2, 'a,b': 1 }],
    [{ fields: ['b.d,e'] }, { b: { 'd,e': { f: 4, g: 5 } } }],
    [{ fields: ['b.d,e.g', 'b.c'] }, { b: { 'd,e': { g: 5 }, c: 3 } }],
    [{ fields: ['a,b', 'x.y', 'none.at', 'b.none'] }, { 'a,b': 1, 'x.y': 6 }],
    [{ fields: ['a,b', 'a'], omit: ['a'] }, { 'a,b': 1 }],
    [
      { fields: ['a', 'b'], omit: ['b.d,e'] },
      { a: 2, b: { c: 3 } },
    ],
    [
      { fields: ['a,b', 'b'], omit: ['b.d,e.f', 'b.none,'] },
      { 'a,b': 1, b: { c: 3, 'd,e': { g: 5 } } },
    ],
    [
      { fields: ['a,b', 'r', 'p,q'], unwind: ['list'] },
      { 'a,b': 1, r: 9, 'p,q': 8 },
    ],
    [
      { fields: ['a,b', 'b.c'], flatten: ['b'] },
      { 'a,b': 1, 'b.c': 3 },
    ],
    [{ fields: ['#z,', 'a'], clean: true }, { a: 2 }],
    [{ fields: ['#z,', 'a'] }, { '#z,': 7, a: 2 }],
  ])('%j', async (args, expected) => {
    const page = await list(fakeDataset([ROW]), args)
    expect(page.items).toEqual([expected])
    expect(Object.keys(Object(page.items?.[0]))).toEqual(Object.keys(expected))
    expect(page.note).toBeUndefined()
  })

  it('omits a field and shows all others', async () => {
    const { items } = await list(fakeDataset([ROW]), { omit: ['a,b', 'b', 'list'] })
    expect(items).toEqual([{ a: 2, 'x.y': 6, '#z,': 7 }])
  })

  it('leaves out rows that have none of the fields if `clean` is set', async () => {
    const rows = [{ a: 1 }, { 'a,b': 2 }, {}, { 'a,b': 3 }]
    const page = await list(fakeDataset(rows), { fields: ['a,b'], clean: true, limit: 3 })
    expect(page).toMatchObject({ items: [{ 'a,b': 2 }], count: 1, next: { offset: 3 } })
  })

  it('reads one long value', async () => {
    const page = await list(fakeDataset([ROW]), { fields: ['b.d,e'], charOffset: 0 })
    expect(page.text).toBe('{"f":4,"g":5}')
  })

  it.each([
    [{ unwind: ['a,b'] }, 'A name in `unwind` has a comma'],
    [{ flatten: ['a,b'] }, 'A name in `flatten` has a comma'],
    [{ unwind: ['a'], fields: ['a', 'b,c'] }, 'cannot name a field of `unwind` too'],
  ])('refuses %j', (lists, message) => {
    expect(() => splitNames(lists)).toThrow(message)
  })
})

it('sends all other names as they are, and passes the rows on', () => {
  const names = [' price ', 'a.b', '"', '&', 'ä']
  const { lists, refined } = splitNames({ fields: names, omit: names })
  expect(lists).toMatchObject({ fields: names, omit: names })
  const rows = stream([{ row: {}, bytes: 3 }])
  expect(refined(rows)).toBe(rows)
})

describe('text formats', () => {
  it.each(['jsonl', 'csv', 'xml', 'html', 'rss', 'xlsx'] as const)(
    'say that %s cannot be asked for such a name',
    async (format) => {
      for (const lists of [{ fields: ['a,b'] }, { omit: ['a', 'b,'] }, { unwind: [','] }])
        await expect(list(fakeDataset([ROW]), { format, ...lists })).rejects.toThrow(
          `cannot be used with format ${format}`,
        )
    },
  )

  it('accept all others', () => {
    expect(() => refuseUnsendable({ format: 'csv', fields: ['a', ' b '] })).not.toThrow()
  })
})
