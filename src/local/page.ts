/** Which part of a list to return. */
export interface PageOptions {
  offset: number
  limit: number
  /** Whether the newest comes first. */
  desc: boolean
}

/** One page of a list, in the API's shape. */
export interface Page<T> extends PageOptions {
  /** The length of the whole list. */
  total: number
  count: number
  items: T[]
}

/**
 * Returns one page of a list. Looks only at what is on the page.
 * @param all ordered from oldest to newest
 */
export function paginate<T>(all: readonly T[], { offset, limit, desc }: PageOptions): Page<T> {
  const end = Math.max(0, all.length - offset)
  const items = desc
    ? all.slice(Math.max(0, end - limit), end).toReversed()
    : all.slice(offset, offset + limit)
  return { total: all.length, offset, limit, desc, count: items.length, items }
}
