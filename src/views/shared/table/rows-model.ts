import { messageOf } from '../values.ts'
import { defaultColumns } from './columns.ts'
import type { RowSource, RowsRequest } from './row-source.ts'
import type { RowsPage } from './rows-page.ts'
import type { RowsState, Wish } from './rows-state.ts'

const NOTHING = { sort: undefined, filter: '' }
/** How many pages are kept: the one that is shown, and some around it. */
const MAX_PAGES = 5

/** Keeps what a table shows, and reads what it needs. One page is read at a time; another wish ends it. */
export class RowsModel {
  state: RowsState
  readonly #source: RowSource
  readonly #onChange: (state: RowsState) => void
  #kept: { request: RowsRequest; page: RowsPage }[] = []
  #reading: AbortController | undefined

  /** @param first the rows that are there already, with all their fields */
  constructor(
    source: RowSource,
    first: RowsPage | undefined,
    limit: number,
    onChange: (state: RowsState) => void,
  ) {
    this.#source = source
    this.#onChange = onChange
    this.state = {
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
    if (first) this.#keep({ ...this.#requestAt(first.offset), columns: undefined }, first)
  }

  /** Changes the order, the filter or what they are about. The server is asked from the first row on if it must be. */
  wish(change: Partial<Wish>): void {
    this.set(change)
    const { sort, filter, scope, applied } = this.state
    const wanted = scope === 'all' ? { sort, filter } : NOTHING
    if (JSON.stringify(wanted) !== JSON.stringify(applied)) void this.show(0)
  }

  /** Shows the page before this one: as it was, if it is still there. */
  showPrevious(): void {
    const { page, limit } = this.state
    const offset = page?.offset ?? 0
    const before = this.#kept.find((one) => one.page.next === offset)?.request
    const start = before && this.#find({ ...before, ...this.#requestAt(before.offset) })?.offset
    if (start !== undefined) void this.show(start)
    else void this.show(Math.max(0, offset - limit), Math.min(limit, offset))
  }

  /**
   * Shows the rows from an offset on.
   * @param limit how many of them, if that is not what a page has
   */
  async show(offset: number, limit?: number): Promise<void> {
    const wanted = this.#requestAt(offset)
    const kept = limit === undefined ? this.#find(wanted) : undefined
    const request = { ...wanted, limit: limit ?? wanted.limit }
    this.stop()
    const reading = new AbortController()
    this.#reading = reading
    const { signal } = reading
    if (!kept) this.set({ loading: 0, error: undefined })
    try {
      const onProgress = (loading: number) => signal.aborted || this.set({ loading })
      const page = kept ?? (await this.#source.load(request, { signal, onProgress }))
      if (signal.aborted) return
      if (!kept) this.#keep(request, page)
      const { visible, columns } = this.state
      this.set({
        page,
        columns: [...new Set([...columns, ...page.columns])],
        visible: visible.length > 0 ? visible : defaultColumns(page.columns, page.rows),
        applied: { sort: request.sort, filter: request.filter },
        loading: undefined,
        error: undefined,
      })
    } catch (error) {
      if (!signal.aborted) this.set({ loading: undefined, error: messageOf(error) })
    }
  }

  /** Shows other columns, and reads those that are not loaded. */
  choose(names: readonly string[]): void {
    this.set({ visible: this.state.columns.filter((name) => names.includes(name)) })
    const { page } = this.state
    const isHere = this.#kept.some(
      (one) => one.page === page && hasColumns(one.request, this.state),
    )
    if (page && !isHere) void this.show(page.offset)
  }

  /** Ends what is being read. */
  stop(): void {
    this.#reading?.abort()
  }

  set(change: Partial<RowsState>): void {
    this.state = { ...this.state, ...change }
    this.#onChange(this.state)
  }

  #requestAt(offset: number): RowsRequest {
    const { scope, sort, filter, visible, limit } = this.state
    const wish = scope === 'all' ? { sort, filter } : NOTHING
    return { offset, limit, ...wish, columns: visible.length > 0 ? visible : undefined }
  }

  #keep(request: RowsRequest, page: RowsPage): void {
    this.#kept = [{ request, page }, ...this.#kept].slice(0, MAX_PAGES)
  }

  /** Returns the rows of an earlier request for the same rows that had all the columns of this one. */
  #find(wanted: RowsRequest): RowsPage | undefined {
    const isSame = (one: RowsRequest) => keyOf(one) === keyOf(wanted) && hasColumns(one, this.state)
    return this.#kept.find(({ request }) => isSame(request))?.page
  }
}

/** A filter looks into the shown columns, so another choice of them finds other rows. */
function keyOf({ offset, limit, filter, sort, columns }: RowsRequest): string {
  return JSON.stringify([offset, limit, filter, sort, filter && columns])
}

function hasColumns({ columns }: RowsRequest, { visible }: RowsState): boolean {
  return !columns || visible.every((name) => columns.includes(name))
}
