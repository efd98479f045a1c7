import { describe, expect, it } from 'vitest'
import listDatasetItems from '../../../../tools/storage/list_dataset_items.ts'
import { callHandler } from '../../../support/call-handler.ts'
import { cannedApify } from '../../../support/canned-apify.ts'

/** More than is parsed outside of a worker. */
const PAD = 'p'.repeat(1_200_000)
const TEXT = Array.from({ length: 200_000 }, (_, i) => `w${i} `).join('')
const NESTED = { list: Array.from({ length: 60_000 }, (_, i) => ({ id: i, name: `n "${i}" ü` })) }

const datasetOf = (...rows: object[]) =>
  cannedApify({
    'GET /v2/datasets/data1/items': {
      body: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    },
  })
const list = async (apify: ReturnType<typeof datasetOf>, args: object) =>
  (await callHandler(listDatasetItems, { datasetId: 'data1', ...args }, { apify })).result

describe('a field of a row of more than a million characters', () => {
  it.each<[what: string, value: unknown, text: string]>([
    ['a text', TEXT, TEXT],
    ['an object', NESTED, JSON.stringify(NESTED)],
  ])('is read in pages that join to the whole: %s', async (_, value, text) => {
    const apify = datasetOf({ it: value })
    // The first page, one in the middle, and the last ones.
    for (const start of [0, 700_000, text.length - 30_000]) {
      let at: number | undefined = start
      for (let pages = 0; at !== undefined && pages < 3; pages++) {
        const page = await list(apify, { fields: ['it'], charOffset: at })
        const end = at + (page.text?.length ?? 0)
        expect(page.text).toBe(text.slice(at, end))
        expect(page.note).toBe(`One field of one row, from character ${at} of ${text.length}.`)
        at = page.next?.charOffset
        expect(end).toBe(at ?? text.length)
      }
    }
  })

  it.each([
    ['a.b', { 'a.b': `right ${PAD}` }],
    ['a.b', { a: { b: `right ${PAD}` } }],
    ['n', { n: 12, pad: PAD }],
    ['big', { big: '@big', pad: PAD }],
  ])('is found by its name or its path: %s', async (field, row) => {
    const page = await list(datasetOf(row), { fields: [field], charOffset: 0 })
    expect(page.text).toMatch(/^right p+$|^12$|^@big$/)
  })

  it('says which keys there are if there is none of the name', async () => {
    const read = list(datasetOf({ a: PAD, b: 1 }), { fields: ['nope'], charOffset: 0 })
    await expect(read).rejects.toThrow('The keys there are "a", "b".')
  })
})

describe('a page with a row of more than a million characters', () => {
  it('shows its beginning, and goes on after it', async () => {
    const apify = datasetOf({ a: 1 }, { text: TEXT, empty: null, list: [] }, { b: 2 })
    const first = await list(apify, {})
    expect(first).toMatchObject({ items: [{ a: 1 }], next: { offset: 1 } })
    const second = await list(datasetOf({ text: TEXT, empty: null, list: [] }, { b: 2 }), {
      offset: 1,
    })
    const [row] = second.items ?? []
    expect(Object.keys(Object(row))).toEqual(['text'])
    const [, start = '', rest] = /^(.*)… \[\+(\d+) chars\]$/.exec(String(Object(row).text)) ?? []
    expect(start.length + Number(rest)).toBe(TEXT.length)
    expect(TEXT.startsWith(start)).toBe(true)
    expect(second).toMatchObject({
      count: 1,
      next: { offset: 2 },
      note: expect.stringContaining('`text`'),
    })
  })
})
