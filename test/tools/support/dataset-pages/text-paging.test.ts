import { describe, expect, it } from 'vitest'
import { fakeDataset } from '../../../support/fake-storages.ts'
import {
  allPages,
  type ListArgs,
  list,
  rowNumber,
  sizedRows,
  totalsOf,
} from '../../../support/list-dataset.ts'

const plain = sizedRows(60)
const wound = plain.map(({ n }) => ({ id: n, list: n % 4 === 1 ? [] : plain.slice(n % 5, 5) }))

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

  it('say that one item unwinds to more than fits', async () => {
    const text = 'many words '.repeat(20)
    const items = [{ list: Array.from({ length: 500 }, (_, n) => ({ n, text })) }]
    const call = list(fakeDataset(items), { format: 'csv', unwind: ['list'] }, 900)
    await expect(call).rejects.toThrow(/rows of one stored item as csv exceed.*Use format `json`/)
  })

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

  it.each([
    ['unwinding', { unwind: ['list'] }],
    ['a view that unwinds', { view: 'flat' }],
  ])('count the items that %s starts from', async (_, query) => {
    for (const total of totalsOf(wound.length)) {
      const args: ListArgs = { format: 'jsonl', ...query, limit: 9 }
      const views = { flat: { unwind: ['list'] } }
      const pages = await allPages(fakeDataset(wound, { total, views }), args, 8000)
      expect(pages.map((page) => page.total)).toEqual(pages.map(() => undefined))
      const shown = pages.flatMap(({ text = '' }) => text.split('\n').filter(Boolean))
      expect(shown.map((line) => rowNumber.parse(JSON.parse(line)).n)).toEqual(
        wound.flatMap(({ list }) => list.map(({ n }) => n)),
      )
    }
  })
})
