import { useEffect, useMemo, useState } from 'preact/hooks'
import { useHost } from '../use-host.ts'
import { recordOf, textOf } from '../values.ts'
import { arrange } from './arrange.ts'
import type { RowSource } from './row-source.ts'
import { RowsModel } from './rows-model.ts'
import { inColumns, isDatasetResult, type RowsPage } from './rows-page.ts'
import type { RowsState } from './rows-state.ts'

/** How many rows a page has until a person chooses. */
const PAGE_ROWS = 50

/** Returns the model of a table, and draws the component again whenever it changes. */
export function useRowsModel(source: RowSource, first: RowsPage | undefined): RowsModel {
  const [, setState] = useState<RowsState>()
  const model = useMemo(() => new RowsModel(source, first, PAGE_ROWS, setState), [source, first])
  useEffect(() => {
    if (!first) void model.show(0)
    return () => model.stop()
  }, [model])
  return model
}

/** Returns the values of the loaded rows in the shown columns, and the indexes of the rows to show, in their order. */
export function useShownRows({ page, visible, filter, sort, scope }: RowsState) {
  const rows = useMemo(() => (page ? inColumns(page, visible) : []), [page, visible])
  const isDone = scope === 'all'
  const order = useMemo(
    () => arrange(rows, visible, isDone ? { filter: '', sort: undefined } : { filter, sort }),
    [rows, visible, filter, sort, isDone],
  )
  return { rows, order }
}

/** Returns what looks up which columns the rows of a dataset have; undefined if that cannot be called. */
export function useMoreColumns(model: RowsModel, { dataset }: RowSource) {
  const host = useHost()
  if (!dataset || !host.canCall('get_dataset')) return undefined
  return async () => {
    const { fields = [] } = await host.call('get_dataset', dataset, isDatasetResult)
    const names = fields.flatMap((field) => textOf(recordOf(field).name) ?? [])
    model.set({ columns: [...new Set([...model.state.columns, ...names])] })
  }
}
