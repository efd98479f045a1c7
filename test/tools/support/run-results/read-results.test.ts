import { describe, expect, it } from 'vitest'
import type { Apify } from '../../../../src/apify/types/apify.ts'
import type { Run } from '../../../../src/apify/types/run-types.ts'
import runActorSync from '../../../../tools/runs/run_actor_sync.ts'
import { callHandler } from '../../../support/call-handler.ts'
import { fakeDataset, fakeRecord } from '../../../support/fake-storages.ts'
import { bodyOf, logOf } from '../run-log/bodies.ts'

const rows = (count: number, text = 'x') => Array.from({ length: count }, (_, i) => ({ i, text }))

interface Stored {
  status?: string
  items?: object[]
  total?: number | null
  output?: string
  log?: string[]
}

/** Runs an Actor that stores the given data, and returns the result of the tool. */
async function resultOf(
  { status = 'SUCCEEDED', items = [], total = items.length, output, log = [] }: Stored,
  args: { fields?: string[]; limit?: number; format?: 'json' | 'table' } = {},
  maxResultTokens = 2000,
) {
  const run: Run = { runId: 'run1', status, datasetId: 'data1', storeId: 'store1' }
  const found = output === undefined ? undefined : fakeRecord(output, 'application/json')
  const apify: Partial<Apify> = {
    ...fakeDataset(items, { total }),
    startRun: async () => run,
    waitForRun: async () => run,
    findRecord: async (ref, key, read) => found?.readRecord(ref, key, read),
    readLog: (_, read) => read(bodyOf(logOf(log))),
  }
  const settings = { maxResultTokens }
  return (await callHandler(runActorSync, { actorId: 'a', ...args }, { apify, settings })).result
}

describe('the results of a run', () => {
  it('are its rows and its OUTPUT', async () => {
    expect(await resultOf({ items: rows(2), output: '{"pages":2}' })).toEqual({
      run: { runId: 'run1', status: 'SUCCEEDED', datasetId: 'data1', storeId: 'store1' },
      output: { pages: 2 },
      items: rows(2),
      total: 2,
    })
  })

  it.each([
    ['to more rows of a total', { items: rows(5) }, { limit: 2 }, { offset: 2 }],
    ['nowhere after all rows', { items: rows(2) }, { limit: 3 }, undefined],
    ['on after a full page, whatever is counted', { items: rows(2) }, { limit: 2 }, { offset: 2 }],
    ['on while no row has arrived', { items: [], total: 3 }, { limit: 2 }, { offset: 0 }],
    [
      'on after a full page without a total',
      { items: rows(5), total: null },
      { limit: 2 },
      { offset: 2 },
    ],
    [
      'nowhere after a page without a total',
      { items: rows(1), total: null },
      { limit: 2 },
      undefined,
    ],
  ])('lead %s', async (_, stored, args, next) => {
    const { next: given, note } = await resultOf(stored, args)
    expect(given).toEqual(next)
    expect(note?.includes('`next`') ?? false).toBe(next !== undefined)
  })

  it.each([0, 1, 19])('have no total if Apify counts %s of 20 rows', async (total) => {
    const result = await resultOf({ items: rows(30), total }, { limit: 20 })
    expect(result.items).toHaveLength(20)
    expect(result.total).toBeUndefined()
    expect(result.next).toEqual({ offset: 20 })
  })

  it('have a note if rows are counted but have not arrived', async () => {
    const { note, items } = await resultOf({ items: [], total: 3 })
    expect(items).toEqual([])
    expect(note).toContain('The API counts 3 rows but gives none from offset 0 on')
  })

  it('show a field whose name has a comma', async () => {
    const items = [{ 'a,b': 1, a: 2, b: 3 }]
    expect((await resultOf({ items }, { fields: ['a,b', 'a'] })).items).toEqual([
      { 'a,b': 1, a: 2 },
    ])
  })

  it('are a sample of three rows with all fields if they do not fit', async () => {
    const result = await resultOf({ items: rows(20, 'word '.repeat(200)) })
    expect(result.items).toHaveLength(3)
    expect(result).toMatchObject({
      fields: ['i: integer', 'text: string'],
      total: 20,
      next: { offset: 3 },
      note: expect.stringContaining('These rows are a sample'),
    })
  })

  it('are a table if that was asked for', async () => {
    const items = [{ a: 1 }, { a: null, b: 2 }]
    expect(await resultOf({ items }, { format: 'table' })).toMatchObject({
      columns: ['a', 'b'],
      rows: [
        [1, '∅'],
        [null, 2],
      ],
      total: 2,
      note: '"∅": the row has no such field.',
    })
    const sample = await resultOf({ items: rows(20, 'word '.repeat(200)) }, { format: 'table' })
    expect(sample.items).toBeUndefined()
    expect(sample.rows).toHaveLength(3)
    expect(sample).toMatchObject({ columns: ['i', 'text'], next: { offset: 3 } })
  })

  it('show more rows as a table', async () => {
    const items = Array.from({ length: 100 }, (_, n) => ({ title: `Tea ${n}`, price: n, stock: n }))
    const objects = await resultOf({ items }, { limit: 100 }, 1800)
    const table = await resultOf({ items }, { limit: 100, format: 'table' }, 1800)
    expect(objects.items).toHaveLength(3)
    expect(table.rows).toHaveLength(100)
  })

  it.each([
    [
      'the limit ends them',
      { items: rows(5) },
      { limit: 2 },
      'The rows end at `limit`: `query_dataset` answers a question about all rows, and `list_dataset_items` with this `runId` and `next` reads on.',
    ],
    [
      'they do not fit',
      { items: rows(20, 'word '.repeat(200)) },
      {},
      'not all of them fit: fewer `fields` or `format: "table"` show more rows, `query_dataset` answers',
    ],
    [
      'they do not fit as a table',
      { items: rows(20, 'word '.repeat(200)) },
      { format: 'table' as const },
      'fit: fewer `fields` show more',
    ],
  ])('say what shows more where %s', async (_, stored, args, note) => {
    expect((await resultOf(stored, args)).note).toContain(note)
  })

  it('include the last error lines of a run that failed', async () => {
    const log = ['start', 'ERROR first', 'ERROR last', 'end']
    expect(await resultOf({ status: 'FAILED', items: rows(1), log })).toMatchObject({
      items: rows(1),
      log: ['ERROR first', 'ERROR last'],
      note: 'The run ended as FAILED. `get_log` shows more.',
    })
  })

  it.each([
    [{ items: [{ a: 1, b: null }] }, {}, 'Null and empty fields are omitted'],
    [{ items: [{ a: 1 }] }, { fields: ['b'] }, 'No row here has these `fields`'],
    [{ output: JSON.stringify('word '.repeat(5000)) }, {}, '`output` is truncated'],
  ])('of %j have a note', async (stored, args, note) => {
    expect((await resultOf(stored, args)).note).toContain(note)
  })
})
