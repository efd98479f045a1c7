import type { Host } from '../host.ts'
import { numberOf, textOf } from '../values.ts'
import type { Sort } from './arrange.ts'
import {
  isItemsResult,
  isPlainOrder,
  isQueryResult,
  joinPages,
  pageOfAnswer,
  pageOfItems,
  type RowsPage,
} from './rows-page.ts'
import { countRows, searchable, selectRows, wrapped } from './sql.ts'

/** The part of a host that reads rows. */
export type Caller = Pick<Host, 'call' | 'canCall'>
type Args = Record<string, unknown>

/** Which rows are wanted. */
export interface RowsRequest {
  offset: number
  limit: number
  /** The columns to load; undefined for all. */
  columns: readonly string[] | undefined
  /** What all rows are searched for and sorted by. Without both, they come in their own order. */
  filter: string
  sort: Sort | undefined
}

interface LoadOptions {
  signal: AbortSignal
  /** Is told how many rows have come so far. */
  onProgress: (rows: number) => void
}

/** Where the rows of a table come from. */
export interface RowSource {
  /** Whether further rows can be read. */
  canPage(): boolean
  /** Whether all rows can be sorted and filtered, not only those that are loaded. */
  canSearch(): boolean
  load(request: RowsRequest, options: LoadOptions): Promise<RowsPage>
  /** The arguments that name the dataset; undefined if the rows are not those of a dataset. */
  dataset: Args | undefined
}

/** Results of the server hold what fits its budget, so a page may take several of them. */
const MAX_CALLS = 12

type Load = (request: RowsRequest, signal: AbortSignal) => Promise<RowsPage>

/**
 * Reads the rows of a dataset.
 * @param args the arguments of the call of `list_dataset_items` whose result is shown
 */
export function datasetSource(host: Caller, args: Args): RowSource {
  const {
    datasetId,
    runId,
    fields,
    offset: _,
    limit: __,
    format: ___,
    charOffset: ____,
    ...rest
  } = args
  const dataset = runId === undefined ? { datasetId } : { runId }
  // These make other fields of those that are stored, which names then cannot choose.
  const isReshaped = [rest.unwind, rest.flatten, rest.view].some((option) => option !== undefined)
  const canSearch = () => isPlainOrder(args) && !isReshaped && host.canCall('query_dataset')
  const search = searcher(host, dataset, 'items')
  const list: Load = async ({ offset, limit, columns }, signal) => {
    const call = { ...dataset, ...rest, offset, limit, format: 'table' }
    const named = { ...call, fields: isReshaped ? fields : columns }
    const result = await host.call('list_dataset_items', named, isItemsResult, { signal })
    return pageOfItems(result, args)
  }
  return {
    dataset,
    canSearch,
    canPage: () => host.canCall('list_dataset_items'),
    load: (request, options) =>
      gather(request.filter.trim() || request.sort ? search : list, request, options),
  }
}

/** Reads the rows of an answer in SQL. Only a statement that can stand inside another is paged. */
export function querySource(host: Caller, { sql, limit: _, ...rest }: Args): RowSource {
  const from = wrapped(textOf(sql) ?? '')
  const canRead = () => from !== undefined && host.canCall('query_dataset')
  const search = searcher(host, rest, from ?? '')
  return {
    dataset: undefined,
    canPage: canRead,
    canSearch: canRead,
    load: (request, options) => gather(search, request, options),
  }
}

/** Reads by SQL, and counts what a filter finds, once for each. */
function searcher(host: Caller, args: Args, from: string): Load {
  let counted: { sql: string; total: number | undefined } | undefined
  const isItems = from === 'items'
  return async (request, signal) => {
    const { offset, limit, columns = [], sort } = request
    const names = searchable(columns)
    if (sort && !names.includes(sort.column)) throw new Error(UNSEARCHABLE)
    const ask = (sql: string, rows: number) =>
      host.call(
        'query_dataset',
        { ...args, sql, limit: rows, ...(isItems && { fields: names }) },
        isQueryResult,
        { signal },
      )
    const search = { ...request, from, columns: names }
    const page = pageOfAnswer(await ask(selectRows(search), limit), offset)
    const sql = countRows(search)
    if (page.total === undefined && counted?.sql !== sql)
      counted = { sql, total: numberOf((await ask(sql, 1)).rows[0]?.[0]) }
    return { ...page, total: page.total ?? counted?.total }
  }
}

const UNSEARCHABLE = 'SQL cannot name this column, so only this page can be sorted by it.'

/** Reads until there are as many rows as wanted, or no more, or as many calls were made as one page may take. */
async function gather(
  load: Load,
  request: RowsRequest,
  { signal, onProgress }: LoadOptions,
): Promise<RowsPage> {
  let page = await load(request, signal)
  for (let calls = 1; calls < MAX_CALLS; calls++) {
    const limit = request.limit - page.rows.length
    if (limit <= 0 || page.next === undefined) break
    onProgress(page.rows.length)
    const more = await load({ ...request, offset: page.next, limit }, signal)
    page = joinPages(page, more)
    if (more.rows.length === 0) break
  }
  return page
}
