import { isEmpty, pruneNested, pruneValue } from './empty-fields.ts'
import type { FittedRows } from './fitted-rows.ts'
import { OBJECTS, type RowForm } from './row-form.ts'

/** A page reads no more than this many bytes of rows; the rest is left to `next`. */
const MAX_PAGE_BYTES = 1_000_000

export interface ReadOptions {
  /** Most rows of a page. */
  limit: number
  /** Tokens that the rows may take. */
  maxTokens: number
  /** Rows to skip first, for sources whose own offset does not count rows. */
  skip?: number
  /** How many of them the source has left out. */
  skipped?: number
  /** Omit rows without fields, which the API still counts. */
  skipEmpty?: boolean
  /** Omit fields that are null or empty: all of them, or only those inside the values of a row. */
  prune?: false | 'fields' | 'nested'
  /** How the rows will be shown. */
  form?: RowForm
}

export interface RowPage {
  rows: unknown[]
  /** For each row, how many rows of the source come before the row after it. */
  positions: number[]
  /** Rows of the source that were read, including omitted ones. */
  rowsRead: number
  /** Whether the source ended before the page was full. */
  reachedEnd: boolean
  /** Whether empty fields were omitted. */
  pruned: boolean
  /** Whether fields were chosen and no row has any of them, omitted rows included. */
  noFieldMatched: boolean
}

/** Reads rows until the limit, the budget or the byte bound is reached, and no further. */
export async function readRows(
  source: AsyncIterable<{ row: unknown; bytes: number }>,
  { limit, maxTokens, skip = 0, skipped = 0, skipEmpty = false, ...options }: ReadOptions,
): Promise<RowPage> {
  const { prune = false, form = OBJECTS } = options
  const rows: unknown[] = []
  const positions: number[] = []
  const room = pageRoom(limit, maxTokens, form)
  let rowsRead = skipped
  let pruned = false
  let reachedEnd = true
  let hasFields = false
  for await (const { row, bytes } of source) {
    if (rowsRead >= skip && !(skipEmpty && isEmpty(row))) {
      const shown = room.isFull() ? row : withoutEmpty(row, prune)
      if (!room.takes(shown, bytes)) {
        reachedEnd = false
        break
      }
      rows.push(shown)
      positions.push(rowsRead + 1)
      pruned ||= shown !== row
      hasFields ||= !prune && !isEmpty(row)
    }
    rowsRead++
  }
  const noFieldMatched = !prune && rowsRead > skip && !hasFields
  return { rows, positions, rowsRead, reachedEnd, pruned, noFieldMatched }
}

/** What a page has room for, row after row, with strings at their shortest. The first row always has room. */
function pageRoom(limit: number, maxTokens: number, form: RowForm) {
  const count = form.shortestCounter(maxTokens)
  const uncounted: unknown[] = []
  let [rows, bytes, tokens] = [0, 0, 0]
  const isFull = () => rows > 0 && (rows === limit || tokens > maxTokens)
  return {
    /** Returns whether no row has room any more, whatever it holds. */
    isFull,
    /** Takes a row; returns false if it has no room. */
    takes(row: unknown, size: number): boolean {
      if (isFull()) return false
      bytes += size
      uncounted.push(row)
      // Rows of fewer bytes than the budget has tokens fit, so they are not counted yet.
      if (bytes > maxTokens) for (const one of uncounted.splice(0)) tokens = count(one)
      if (rows > 0 && (bytes > MAX_PAGE_BYTES || tokens > maxTokens)) return false
      rows++
      return true
    },
  }
}

function withoutEmpty(row: unknown, prune: ReadOptions['prune']): unknown {
  if (!prune) return row
  return prune === 'fields' ? pruneValue(row) : pruneNested(row)
}

/** Returns how many rows of the source a fitted page stands for. */
export function consumed(page: RowPage, fitted: FittedRows): number {
  if (fitted.rowsUsed === page.rows.length) return page.rowsRead
  return page.positions[fitted.rowsUsed - 1] ?? 0
}

/** Returns the API's count of a list, unless more than that was seen, so that it is known to be wrong. */
export function credibleTotal(total: number | undefined, seen: number): number | undefined {
  return Number.isInteger(total) && Number(total) >= seen ? total : undefined
}

/**
 * Returns the offset of the next page, or undefined on the last. `rowsRead` rows came from the API;
 * `rowsUsed` of them fit.
 * @param total rows of the whole list, if the API counts them
 */
export function nextOffset(
  { offset, limit }: { offset: number; limit: number },
  { rowsRead, rowsUsed }: { rowsRead: number; rowsUsed: number },
  total: number | undefined,
): { offset: number } | undefined {
  const after = offset + rowsUsed
  // Without a total that can be right, a page with fewer rows than requested is the last.
  const known = credibleTotal(total, offset + rowsRead)
  const goesOn = known === undefined ? rowsRead >= limit : after < known
  return rowsUsed < rowsRead || (rowsRead > 0 && goesOn) ? { offset: after } : undefined
}

/** Returns whether a string or an entry of the rows was truncated. */
export function isTruncated({ truncatedFields, truncatedInside }: FittedRows): boolean {
  return truncatedInside || truncatedFields.length > 0
}

/**
 * Returns a sentence about what was truncated on a page, or undefined if nothing was.
 * @param how tells the agent how to read all of it
 */
export function truncationNote(fitted: FittedRows, how: string): string | undefined {
  if (!isTruncated(fitted)) return undefined
  const names = fitted.truncatedFields.filter((name) => name !== '').map((name) => `\`${name}\``)
  const which = names.length > 0 ? ` (${names.join(', ')})` : ''
  return fitted.truncatedInside
    ? `The first row alone exceeds the budget, so it is truncated inside${which}: ${how}.`
    : `Long values are truncated${which}: ${how}.`
}
