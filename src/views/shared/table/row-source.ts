import type { Host } from '../host.ts'
import { numberOf, textOf } from '../values.ts'
import type { Sort } from './arrange.ts'
import {
  isItemsResult,
  isQueryResult,
  joinPages,
  pageOfAnswer,
  pageOfItems,
  type RowsPage,
} from './rows-page.ts'
import { countRows, type Search, searchable, selectRows, wrapped } from './sql.ts'

/** The part of a host that reads rows. */
export type Caller = Pick<Host, 'call' | 'canCall'>

/** Which rows are wanted. */
export interface RowsRequest {
  offset: number
  limit: number
  /** The columns to load; undefined for all. */
  columns: readonly string[] | undefined
  /** What is asked of all rows. Without both, they come in their own order. */
  filter: string
  sort: Sort | undefined
  /** The columns in which the filter is looked for. */
  searched: readonly string[]
}

/** Where the rows of a table come from. */
export interface RowSource {
  /** Whether further rows can be read. */
  canPage(): boolean
  /** Whether all rows can be sorted and filtered, not only those that are loaded. */
  canSearch(): boolean
  /** Reads rows. `onProgress` is told how many have come. */
  load(
    request: RowsRequest,
    options: { signal: AbortSignal; onProgress: (rows: number) => void },
  ): Promise<RowsPage>
  /** The arguments that name the dataset; undefined if rows are not those of a dataset. */
  dataset: Record<string, unknown> | undefined
}

/** Results of the server hold what fits its budget, so a page may take several of them. */
const MAX_CALLS = 12
/** The tools take no larger limit. */
const MAX_LIMIT = 1000

type Load = (request: RowsRequest, signal: AbortSignal) => Promise<RowsPage>

/**
 * Reads the rows of a dataset.
 * @param args the arguments of the call of `list_dataset_items` whose result is shown
 */
export function datasetSource(host: Caller, args: Record<string, unknown>): RowSource {
  const dataset = chosen(args, ['datasetId', 'runId'])
  const options = chosen(args, ['omit', 'unwind', 'flatten', 'desc', 'clean', 'view'])
  const isPlain = isPlainOrder(args)
  // These make other fields of those that are stored, which names then cannot choose.
  const isReshaped = ['unwind', 'flatten', 'view'].some((name) => name in options)
  const count = countOnce(host, dataset)
  const list: Load = async ({ offset, limit, columns }, signal) => {
    const fields = isReshaped ? args.fields : columns
    const named = fields === undefined ? {} : { fields }
    const call = { ...dataset, ...options, offset, limit, format: 'table', ...named }
    const result = await host.call('list_dataset_items', call, isItemsResult, { signal })
    return pageOfItems(result, isPlain)
  }
  const search: Load = async (request, signal) => {
    const names = searchable([...(request.columns ?? []), ...request.searched])
    const asked = searchOf('items', request, names)
    const sql = selectRows(asked, request)
    const call = { ...dataset, sql, fields: names, limit: request.limit }
    const result = await host.call('query_dataset', call, isQueryResult, { signal })
    const page = withPositions(pageOfAnswer(result, request.offset))
    const hasFilter = request.filter.trim() !== ''
    const total =
      page.total ?? (hasFilter ? await count(countRows(asked), names, signal) : result.scanned)
    return { ...page, total }
  }
  return {
    dataset,
    canPage: () => host.canCall('list_dataset_items'),
    canSearch: () => isPlain && !isReshaped && host.canCall('query_dataset'),
    load: (request, options) =>
      gather(request.filter.trim() || request.sort ? search : list, request, options),
  }
}

/** Reads the rows of an answer in SQL. Only a statement that can stand inside another is paged. */
export function querySource(host: Caller, args: Record<string, unknown>): RowSource {
  const from = wrapped(textOf(args.sql) ?? '')
  const { sql: _sql, limit: _limit, ...rest } = args
  const canRead = () => from !== undefined && host.canCall('query_dataset')
  const load: Load = async (request, signal) => {
    const names = searchable(request.searched)
    const asked = searchOf(from ?? '', { ...request, columns: undefined }, names)
    const sql = selectRows(asked, request)
    const call = { ...rest, sql, limit: request.limit }
    const result = await host.call('query_dataset', call, isQueryResult, { signal })
    return pageOfAnswer(result, request.offset)
  }
  return {
    dataset: undefined,
    canPage: canRead,
    canSearch: canRead,
    load: (request, options) => gather(load, request, options),
  }
}

/** Tells whether rows keep the order and the count that they have in the dataset. */
export function isPlainOrder({ desc, clean, unwind }: Record<string, unknown>): boolean {
  return desc !== true && clean !== true && unwind === undefined
}

function searchOf(from: string, request: RowsRequest, names: readonly string[]): Search {
  const { filter, sort, columns, searched } = request
  if (sort && !names.includes(sort.column)) throw new Error(UNSEARCHABLE)
  const isNamed = (name: string) => names.includes(name)
  return {
    from,
    columns: columns?.filter(isNamed) ?? [],
    searched: searched.filter(isNamed),
    filter,
    sort,
  }
}

const UNSEARCHABLE =
  'All rows cannot be sorted by this column, since its name is not one of SQL. Sort this page by it.'

/** Reads until there are as many rows as wanted, or no more, or as many calls were made as one page may take. */
async function gather(
  load: Load,
  request: RowsRequest,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (rows: number) => void },
): Promise<RowsPage> {
  const limit = Math.min(request.limit, MAX_LIMIT)
  let page = await load({ ...request, limit }, signal)
  for (let calls = 1; calls < MAX_CALLS; calls++) {
    const missing = limit - page.rows.length
    if (missing <= 0 || page.next === undefined) break
    onProgress(page.rows.length)
    const more = await load({ ...request, offset: page.next, limit: missing }, signal)
    if (more.rows.length === 0) return { ...page, next: undefined }
    page = joinPages(page, more)
  }
  return page
}

/** Takes the offsets of the rows, which the statement selects first, out of the columns. */
function withPositions(page: RowsPage): RowsPage {
  if (page.columns[0] !== '_row') return page
  return {
    ...page,
    columns: page.columns.slice(1),
    rows: page.rows.map((row) => row.slice(1)),
    positions: page.rows.map(([position]) => numberOf(position)),
  }
}

/** Counts what a filter finds, once for each filter. */
function countOnce(host: Caller, dataset: Record<string, unknown>) {
  let last: { sql: string; total: number | undefined } | undefined
  return async (sql: string, fields: string[], signal: AbortSignal) => {
    if (last?.sql === sql) return last.total
    const { rows } = await host.call('query_dataset', { ...dataset, sql, fields }, isQueryResult, {
      signal,
    })
    const total = numberOf(rows[0]?.[0])
    last = { sql, total }
    return total
  }
}

function chosen(args: Record<string, unknown>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => (args[name] === undefined ? [] : [[name, args[name]]])),
  )
}
