import { messageOf } from '../values.ts'
import { nextSort } from './arrange.ts'
import { defaultColumns } from './columns.ts'
import type { RowSource, RowsRequest } from './row-source.ts'
import { RowsCache } from './rows-cache.ts'
import type { RowsPage } from './rows-page.ts'
import type { RowsState, Scope } from './rows-state.ts'

const NOTHING = { sort: undefined, filter: '' }

/** Keeps what a table shows, and reads what it needs. At most one page is being read at a time. */
export class RowsModel {
  readonly #source: RowSource
  readonly #onChange: (state: RowsState) => void
  readonly #cache = new RowsCache()
  /** Where the pages before this one begin. */
  #before: number[] = []
  #reading: AbortController | undefined
  #state: RowsState

  /** @param first the rows that are there already, with all their fields */
  constructor(
    source: RowSource,
    first: RowsPage | undefined,
    limit: number,
    onChange: (state: RowsState) => void,
  ) {
    this.#source = source
    this.#onChange = onChange
    this.#state = {
      page: first,
      columns: first?.columns ?? [],
      visible: first ? defaultColumns(first.columns, first.rows) : [],
      limit,
      ...NOTHING,
      scope: 'page',
      applied: NOTHING,
      loading: undefined,
      error: undefined,
    }
    if (first) this.#cache.keep({ ...this.#requestAt(first.offset), columns: undefined }, first)
  }

  get state(): RowsState {
    return this.#state
  }

  /** Whether there are pages before this one. */
  get hasPrevious(): boolean {
    return (this.#state.page?.offset ?? 0) > 0
  }

  /** Reads the first page if there is none yet. */
  async start(): Promise<void> {
    if (!this.#state.page && this.#state.loading === undefined) await this.#load(0)
  }

  async next(): Promise<void> {
    const { page } = this.#state
    if (page?.next === undefined) return
    const { offset } = page
    if (await this.#load(page.next)) this.#before.push(offset)
  }

  async previous(): Promise<void> {
    const offset = this.#state.page?.offset ?? 0
    if (offset === 0) return
    const known = this.#before.at(-1)
    if (known !== undefined && known < offset) {
      if (await this.#load(known)) this.#before.pop()
      return
    }
    const { limit } = this.#state
    await this.#load(Math.max(0, offset - limit), Math.min(limit, offset))
  }

  /** Shows the rows from one on, by its number from 1. */
  async goTo(row: number): Promise<void> {
    if (await this.#load(Math.max(0, Math.trunc(row) - 1))) this.#before = []
  }

  async setLimit(limit: number): Promise<void> {
    this.#set({ limit })
    this.#cache.clear()
    await this.#load(this.#state.page?.offset ?? 0)
  }

  /** Sorts by a column; the loaded rows at once, all by the server. */
  async sortBy(column: string): Promise<void> {
    this.#set({ sort: nextSort(this.#state.sort, column) })
    await this.#apply()
  }

  /** Sets the filter of the loaded rows at once. All rows are searched by `search`. */
  setFilter(filter: string): void {
    this.#set({ filter })
  }

  /** Asks the server for what the filter and the order say now. */
  async search(): Promise<void> {
    await this.#apply()
  }

  async setScope(scope: Scope): Promise<void> {
    this.#set({ scope })
    await this.#apply()
  }

  /** Shows other columns, and reads those that are not loaded. */
  async setVisible(names: readonly string[]): Promise<void> {
    const visible = this.#state.columns.filter((name) => names.includes(name))
    this.#set({ visible })
    const { page } = this.#state
    if (page && !this.#cache.find(this.#requestAt(page.offset))) await this.#load(page.offset)
  }

  /** Adds columns that are found elsewhere, not shown at first. */
  addColumns(names: readonly string[]): void {
    this.#set({ columns: [...new Set([...this.#state.columns, ...names])] })
  }

  /** Ends what is being read. */
  stop(): void {
    this.#reading?.abort()
  }

  /** Reads from the beginning if the server must sort or filter otherwise than it did. */
  async #apply(): Promise<void> {
    const { sort, filter, scope, applied } = this.#state
    const wanted = scope === 'all' ? { sort, filter } : NOTHING
    if (JSON.stringify(wanted) === JSON.stringify(applied)) return
    if (await this.#load(0)) this.#before = []
  }

  #requestAt(offset: number, limit = this.#state.limit): RowsRequest {
    const { scope, sort, filter, visible } = this.#state
    const isAll = scope === 'all'
    return {
      offset,
      limit,
      columns: visible.length > 0 ? visible : undefined,
      sort: isAll ? sort : undefined,
      filter: isAll ? filter : '',
      searched: visible,
    }
  }

  /** Reads a page and shows it. Returns whether it did: not if that failed, or another page was wanted meanwhile. */
  async #load(offset: number, limit?: number): Promise<boolean> {
    const request = this.#requestAt(offset, limit)
    const kept = this.#cache.find(request)
    this.#reading?.abort()
    const reading = new AbortController()
    this.#reading = reading
    const { signal } = reading
    if (!kept) this.#set({ loading: 0, error: undefined })
    try {
      const onProgress = (loading: number) => signal.aborted || this.#set({ loading })
      const page = kept ?? (await this.#source.load(request, { signal, onProgress }))
      if (signal.aborted) return false
      if (!kept) this.#cache.keep(request, page)
      this.#show(page, request)
      return true
    } catch (error) {
      if (!signal.aborted) this.#set({ loading: undefined, error: messageOf(error) })
      return false
    }
  }

  #show(page: RowsPage, { sort, filter }: RowsRequest): void {
    const { visible } = this.#state
    const columns = [...new Set([...this.#state.columns, ...page.columns])]
    this.#set({
      page,
      columns,
      visible: visible.length > 0 ? visible : defaultColumns(page.columns, page.rows),
      applied: { sort, filter },
      loading: undefined,
      error: undefined,
    })
  }

  #set(change: Partial<RowsState>): void {
    this.#state = { ...this.#state, ...change }
    this.#onChange(this.#state)
  }
}
