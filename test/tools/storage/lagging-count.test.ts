import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ITEMS, serveWithDir } from '../../support/downloads.ts'
import { pages } from '../../support/pages.ts'
import { serve } from '../../support/seeded-server.ts'

const page = z.object({
  items: z.array(z.object({ n: z.number() })).optional(),
  text: z.string().optional(),
  offset: z.number(),
  count: z.number(),
  total: z.number().optional(),
  next: z.object({ offset: z.number() }).optional(),
})

const rows = Array.from({ length: 100 }, (_, n) => ({ n, text: `line one\nline "two" of ${n}` }))
/** What the API may say about 100 rows, some seconds after they were pushed. */
const COUNTS = [0, 5, 20, 99, null, '-1', 'NaN', '1e2', 3.5]

describe('while the count of the API lags', () => {
  it('pages by `next` give all 100 rows once, in their order', async () => {
    const { call, fake } = await serve()
    fake.datasets.set('data1', rows)
    for (const count of COUNTS) {
      fake.itemCounts.set('data1', count)
      const all = await pages(call, ['list_dataset_items', { runId: 'run1', limit: 20 }], page)
      expect(all.flatMap(({ items = [] }) => items.map(({ n }) => n))).toEqual(
        rows.map(({ n }) => n),
      )
      for (const { total, offset, count } of all)
        if (total !== undefined) expect(total).toBeGreaterThanOrEqual(offset + count)
    }
  })

  it('pages as csv give all 100 rows once', async () => {
    const { call, fake } = await serve()
    fake.datasets.set('data1', rows)
    for (const count of COUNTS) {
      fake.itemCounts.set('data1', count)
      const args = { datasetId: 'data1', format: 'csv', limit: 30 }
      const all = await pages(call, ['list_dataset_items', args], page)
      const numbers = all.flatMap(({ text = '' }) => [...text.matchAll(/of (\d+)/g)])
      expect(numbers.map((match) => Number(match[1]))).toEqual(rows.map(({ n }) => n))
      expect(all.map((one) => one.count)).toEqual([30, 30, 30, 10])
    }
  })

  it('an offset beyond the count works', async () => {
    const { call, fake } = await serve()
    fake.datasets.set('data1', rows)
    fake.itemCounts.set('data1', 0)
    const args = { datasetId: 'data1', offset: 90, limit: 20 }
    const { structured } = await call('list_dataset_items', args)
    expect(structured).toMatchObject({ count: 10, items: rows.slice(90) })
    expect(Object.keys(structured)).not.toContain('total')
    expect(Object.keys(structured)).not.toContain('next')
  })

  it('a run and its dataset show no count below their rows', async () => {
    const { call, fake } = await serve()
    fake.datasets.set('data1', rows)
    for (const count of COUNTS) {
      fake.itemCounts.set('data1', count)
      const { structured } = await call('run_actor_sync', { actorId: 'alice/crawler', limit: 20 })
      expect(structured).toMatchObject({ items: rows.slice(0, 20), next: { offset: 20 } })
      const { structured: dataset } = await call('get_dataset', { datasetId: 'data1' })
      expect(dataset).toMatchObject({ sampledRows: 100 })
      const shown = [structured.total, dataset.itemCount].map((total) => total ?? 100)
      expect(Math.min(...shown.map(Number))).toBeGreaterThanOrEqual(20)
      expect(dataset.itemCount ?? 100).toBe(100)
    }
  })

  it('an export has all rows and counts them', async () => {
    const { call, fake } = await serveWithDir()
    fake.datasets.set('data1', rows)
    for (const count of COUNTS) {
      fake.itemCounts.set('data1', count)
      for (const format of ['jsonl', 'csv']) {
        const { structured, text } = await call('export_items', { datasetId: 'data1', format })
        expect(structured, text).toMatchObject({ rows: 100 })
      }
    }
  })
})

describe('names with blanks at their ends', () => {
  it('are shown by get_dataset and reach the API as they are', async () => {
    const { call, fake } = await serve()
    const row = { ' price ': 1, '  a  b': 2, '<b>bold</b>': 3, '[x](y)': 4, price: 5 }
    fake.datasets.set('data1', [row])
    const { structured } = await call('get_dataset', { datasetId: 'data1' })
    const { fields } = z
      .object({ fields: z.array(z.object({ name: z.string() })) })
      .parse(structured)
    expect(fields.map(({ name }) => name)).toEqual(Object.keys(row))
    for (const { name } of fields) {
      const args = { datasetId: 'data1', fields: [name] }
      const { structured } = await call('list_dataset_items', args)
      expect(structured.items).toEqual([{ [name]: Reflect.get(row, name) }])
      expect(fake.sent(ITEMS).at(-1)?.query.fields).toBe(name)
    }
  })
})
