import { describe, expect, it } from 'vitest'
import {
  datasetSource,
  querySource,
  type RowsRequest,
} from '../../../../src/views/shared/table/row-source.ts'
import { FakeCaller, listOf } from '../../../support/views/fake-caller.ts'

const request: RowsRequest = {
  offset: 0,
  limit: 50,
  columns: ['n', 'name'],
  filter: '',
  sort: undefined,
}
const options = { signal: new AbortController().signal, onProgress() {} }
const answer = (rows: unknown[][], truncated = false) => ({
  columns: ['_row', 'n'],
  rows,
  rowCount: rows.length,
  scanned: 100_000,
  truncated,
})

describe('rows of a dataset', () => {
  it('are read on until a page is full, since a result holds what fits its budget', async () => {
    const host = new FakeCaller({ list_dataset_items: listOf(100_000, 20) })
    const progress: number[] = []
    const onProgress = (rows: number) => progress.push(rows)
    const source = datasetSource(host, { datasetId: 'd', limit: 5, format: 'csv' })
    const page = await source.load({ ...request, offset: 99_000 }, { ...options, onProgress })
    expect(page).toMatchObject({ offset: 99_000, next: 99_050, total: 100_000 })
    expect(page.rows).toHaveLength(50)
    expect(page.positions.at(-1)).toBe(99_049)
    expect(progress).toEqual([20, 40])
    expect(host.calls.map(({ args }) => args)).toEqual(
      [
        [99_000, 50],
        [99_020, 30],
        [99_040, 10],
      ].map(([offset, limit]) => ({
        datasetId: 'd',
        offset,
        limit,
        format: 'table',
        fields: ['n', 'name'],
      })),
    )
  })

  it('take no more calls for one page than a person waits for', async () => {
    const host = new FakeCaller({ list_dataset_items: listOf(100, 1) })
    const page = await datasetSource(host, { runId: 'r' }).load(request, options)
    expect(page).toMatchObject({ next: 12, total: 100 })
    expect(host.calls).toHaveLength(12)
    expect(host.calls[0]?.args).toMatchObject({ runId: 'r' })
  })

  it('keep the form that the call gave them', async () => {
    const host = new FakeCaller({ list_dataset_items: listOf(5, 20), query_dataset: () => ({}) })
    const args = { datasetId: 'd', unwind: ['a'], fields: ['a', 'b'], clean: true }
    const source = datasetSource(host, args)
    await source.load(request, options)
    expect(host.calls[0]?.args).toMatchObject({ ...args, format: 'table' })
    expect(source.canSearch()).toBe(false)
  })

  it('are searched by SQL, which counts what it finds once', async () => {
    const host = new FakeCaller({
      query_dataset: ({ sql }) =>
        String(sql).startsWith('SELECT count')
          ? answer([[1234]])
          : answer(
              [
                [7, 'x'],
                [9, 'y'],
              ],
              true,
            ),
    })
    const source = datasetSource(host, { datasetId: 'd' })
    const search = { ...request, limit: 2, filter: 'x', columns: ['n'] }
    const sort = { column: 'n', isDescending: true }
    const page = await source.load({ ...search, sort }, options)
    expect(page).toMatchObject({ columns: ['n'], positions: [7, 9], next: 2, total: 1234 })
    await source.load({ ...search, offset: 2, sort }, options)
    expect(host.calls.map(({ args }) => String(args.sql).slice(0, 12))).toEqual([
      'SELECT "_row',
      'SELECT count',
      'SELECT "_row',
    ])
    expect(host.calls[0]?.args).toMatchObject({ datasetId: 'd', fields: ['n'], limit: 2 })
  })

  it('cannot be sorted by a name that SQL does not have', async () => {
    const host = new FakeCaller({ query_dataset: () => answer([]) })
    const sort = { column: 'Name', isDescending: false }
    const wanted = { ...request, columns: ['name', 'Name'], sort }
    const source = datasetSource(host, { datasetId: 'd' })
    await expect(source.load(wanted, options)).rejects.toThrow('only this page can be sorted')
    expect(host.calls).toEqual([])
  })

  it('are neither read nor searched if the tools are not there', () => {
    const source = datasetSource(new FakeCaller({}), { datasetId: 'd' })
    expect([source.canPage(), source.canSearch()]).toEqual([false, false])
  })
})

describe('rows of an answer', () => {
  const tools = { query_dataset: () => answer([]) }

  it('are paged by a statement around theirs', async () => {
    const host = new FakeCaller(tools)
    const args = { datasetId: 'd', otherDatasetId: 'e', sql: 'SELECT n FROM items;', limit: 5 }
    await querySource(host, args).load({ ...request, offset: 50 }, options)
    expect(host.calls[0]?.args).toEqual({
      datasetId: 'd',
      otherDatasetId: 'e',
      sql: 'SELECT * FROM (\nSELECT n FROM items\n) LIMIT 51 OFFSET 50',
      limit: 50,
    })
  })

  it('are not paged if the statement cannot stand inside another', () => {
    const source = querySource(new FakeCaller(tools), { sql: 'SELECT 1; SELECT 2' })
    expect([source.canPage(), source.canSearch()]).toEqual([false, false])
  })
})
