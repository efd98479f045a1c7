import { describe, expect, it } from 'vitest'
import { datasetSource } from '../../../../src/views/shared/table/row-source.ts'
import { RowsModel } from '../../../../src/views/shared/table/rows-model.ts'
import { pageOfItems } from '../../../../src/views/shared/table/rows-page.ts'
import type { RowsState } from '../../../../src/views/shared/table/rows-state.ts'
import { FakeCaller, listOf } from '../../../support/views/fake-caller.ts'

const first = pageOfItems({
  items: Array.from({ length: 11 }, (_, n) => ({ n, name: `name ${n}` })),
  offset: 0,
  count: 11,
  total: 1000,
  next: { offset: 11 },
})
const found = (rows: unknown[][]) => ({
  columns: ['_row', 'n', 'name'],
  rows,
  rowCount: rows.length,
  scanned: 1000,
  truncated: false,
})

/** Makes a model of 1000 rows whose first 11 are there, and a function that waits until it loads nothing. */
function open({ page }: { page: typeof first | undefined } = { page: first }) {
  const host = new FakeCaller({
    list_dataset_items: listOf(1000, 100),
    query_dataset: () => found([[500, 500, 'name 500']]),
  })
  let wake = () => {}
  const model = new RowsModel(datasetSource(host, { datasetId: 'd' }), page, 50, () => wake())
  const settled = () =>
    new Promise<RowsState>((resolve) => {
      wake = () => model.state.loading === undefined && resolve(model.state)
      wake()
    })
  return { host, model, settled }
}

describe('a table of rows', () => {
  it('shows what is there, and calls nothing by itself', () => {
    const { host, model } = open()
    expect(model.state).toMatchObject({ page: first, visible: ['n', 'name'], loading: undefined })
    expect(host.calls).toEqual([])
  })

  it('turns pages, and goes back to those that it has kept', async () => {
    const { host, model, settled } = open()
    void model.show(11)
    expect((await settled()).page).toMatchObject({ offset: 11, next: 61 })
    void model.show(61)
    await settled()
    expect(host.calls).toHaveLength(2)
    model.showPrevious()
    expect((await settled()).page?.offset).toBe(11)
    model.showPrevious()
    expect((await settled()).page).toBe(first)
    expect(host.calls).toHaveLength(2)
  })

  it('goes to any row, and back by a page of the usual size', async () => {
    const { model, settled } = open()
    void model.show(900)
    expect((await settled()).page?.rows[0]).toEqual([900, 'name 900'])
    model.showPrevious()
    expect((await settled()).page).toMatchObject({ offset: 850, next: 900 })
    void model.show(20)
    await settled()
    model.showPrevious()
    expect((await settled()).page).toMatchObject({ offset: 0, next: 20 })
  })

  it('keeps few pages of many', async () => {
    const { host, model, settled } = open()
    for (let offset = 50; offset <= 500; offset += 50) {
      void model.show(offset)
      await settled()
    }
    const before = host.calls.length
    void model.show(450)
    await settled()
    expect(host.calls).toHaveLength(before)
    void model.show(50)
    await settled()
    expect(host.calls).toHaveLength(before + 1)
  })

  it('sorts and filters the page without a call', () => {
    const { host, model } = open()
    model.wish({ sort: { column: 'n', isDescending: true } })
    model.set({ filter: 'name' })
    expect(model.state).toMatchObject({ page: first, filter: 'name', applied: { filter: '' } })
    expect(host.calls).toEqual([])
  })

  it('asks the server for the order and the filter of all rows, once each', async () => {
    const { host, model, settled } = open()
    model.set({ filter: 'name 500' })
    model.wish({ scope: 'all' })
    const state = await settled()
    expect(state.page?.rows).toEqual([[500, 'name 500']])
    expect(state.applied).toEqual({ sort: undefined, filter: 'name 500' })
    model.wish({})
    await settled()
    expect(host.calls.map(({ tool }) => tool)).toEqual(['query_dataset'])
    model.wish({ scope: 'page' })
    expect((await settled()).page).toBe(first)
    expect(host.calls).toHaveLength(1)
  })

  it('shows the last of two wishes, and says why one failed', async () => {
    const { model, settled } = open()
    void model.show(100)
    void model.show(200)
    expect((await settled()).page?.offset).toBe(200)
    const broken = new RowsModel(
      datasetSource(new FakeCaller({}), { datasetId: 'd' }),
      first,
      50,
      () => {},
    )
    await broken.show(11)
    expect(broken.state).toMatchObject({
      page: first,
      loading: undefined,
      error: 'list_dataset_items did not answer.',
    })
  })

  it('reads a column that is shown and was not loaded, and no other', async () => {
    const { host, model, settled } = open()
    model.choose(['name'])
    model.choose(['n', 'name'])
    expect(host.calls).toEqual([])
    model.set({ columns: ['n', 'name', 'late'] })
    void model.show(11)
    await settled()
    model.choose(['late', 'n'])
    const { page, visible } = await settled()
    expect(visible).toEqual(['n', 'late'])
    expect(page).toMatchObject({ offset: 11, columns: ['n', 'late'] })
    expect(host.calls.at(-1)?.args).toMatchObject({ fields: ['n', 'late'] })
  })

  it('begins without rows', async () => {
    const { model, settled } = open({ page: undefined })
    void model.show(0)
    expect(await settled()).toMatchObject({ visible: ['n', 'name'], page: { offset: 0, next: 50 } })
  })
})
