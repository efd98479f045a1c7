import { countTruncatedRowTokens, type FittedRows } from './fit-rows.ts'

/** What one page reads of a dataset at most before it leaves the rest to `next`, in bytes. */
const MAX_PAGE_BYTES = 1_000_000

export interface ReadOptions {
  /** Rows wanted at most. */
  limit: number
  /** Tokens that the rows may take. */
  maxTokens: number
  /** Rows to pass over first, for sources whose offset does not count rows. */
  skip?: number
  /** Leave out rows without any field, which upstream still counts. */
  skipEmpty?: boolean
  /** Leave out fields that are null or empty. */
  prune?: boolean
}

export interface RowPage {
  rows: unknown[]
  /** For each row, how many rows of the source lie before its successor. */
  positions: number[]
  /** Rows of the source that were read, the left-out ones included. */
  rowsRead: number
  /** Whether the source ended before the page was full. */
  reachedEnd: boolean
  /** Whether empty fields were left out. */
  pruned: boolean
  /** Whether fields were chosen and no row has one: their names may be wrong. */
  noFieldMatched: boolean
}

/** Reads rows until the limit, the budget or the byte bound is reached, and no further. */
export async function readRows(
  source: AsyncIterable<{ row: unknown; bytes: number }>,
  { limit, maxTokens, skip = 0, skipEmpty = false, prune = false }: ReadOptions,
): Promise<RowPage> {
  const rows: unknown[] = []
  const positions: number[] = []
  const isFull = fullPage(limit, maxTokens)
  let rowsRead = 0
  let pruned = false
  let reachedEnd = true
  for await (const { row, bytes } of source) {
    const isShown = rowsRead >= skip && !(skipEmpty && isEmpty(row))
    if (isShown) {
      const shown = prune ? pruneValue(row) : row
      if (isFull(shown, bytes)) {
        reachedEnd = false
        break
      }
      rows.push(shown)
      positions.push(rowsRead + 1)
      pruned ||= shown !== row
    }
    rowsRead++
  }
  const noFieldMatched = !prune && rows.length > 0 && rows.every(isEmpty)
  return { rows, positions, rowsRead, reachedEnd, pruned, noFieldMatched }
}

/**
 * Returns a function that tells, row after row, whether a page is full without the row. The first
 * row always has room.
 */
function fullPage(limit: number, maxTokens: number): (row: unknown, bytes: number) => boolean {
  const isOver = overBudget(maxTokens)
  let rows = 0
  let bytes = 0
  return (row, size) => {
    bytes += size
    const isFull = rows === limit || bytes > MAX_PAGE_BYTES || isOver(row, bytes)
    if (isFull && rows > 0) return true
    rows++
    return false
  }
}

/**
 * Tells, row after row, whether they exceed the budget even with their strings cut short. While they
 * have fewer bytes than the budget has tokens they fit, and are not priced yet.
 */
function overBudget(maxTokens: number): (row: unknown, bytes: number) => boolean {
  const unpriced: unknown[] = []
  let cost = 0
  return (row, bytes) => {
    unpriced.push(row)
    if (bytes > maxTokens)
      for (const one of unpriced.splice(0)) cost += countTruncatedRowTokens(one)
    return cost > maxTokens
  }
}

/** How many rows of the source a fitted page stands for. */
export function consumed(page: RowPage, fitted: FittedRows): number {
  if (fitted.rowsUsed === page.rows.length) return page.rowsRead
  return page.positions[fitted.rowsUsed - 1] ?? 0
}

/** Where a list goes on of which upstream gave `read` rows and `taken` of them fit. */
export function nextOffset(
  { offset, limit }: { offset: number; limit: number },
  { rowsRead, taken }: { rowsRead: number; taken: number },
  total: number | undefined,
): { offset: number } | undefined {
  const after = offset + taken
  // A server that does not count: a page with fewer rows than asked for is the last.
  const goesOn = total === undefined ? rowsRead >= limit : after < total
  return taken < rowsRead || (rowsRead > 0 && goesOn) ? { offset: after } : undefined
}

/** Where a page stands that upstream gave whole. @param goesOn whether to go on without a total */
export function wholePage(
  offset: number,
  limit: number,
  total: number | undefined,
  goesOn: boolean,
) {
  const count = total === undefined ? limit : Math.max(0, Math.min(limit, total - offset))
  const after = offset + count
  const more = total === undefined ? goesOn : after < total
  return { offset, count, total, next: more ? { offset: after } : undefined }
}

/** One sentence about what a page lacks, or nothing. */
export function truncationNote(fitted: FittedRows, how: string): string | undefined {
  if (!fitted.truncatedInside && fitted.truncatedFields.length === 0) return undefined
  const names = fitted.truncatedFields.filter((name) => name !== '').map((name) => `\`${name}\``)
  const which = names.length > 0 ? ` (${names.join(', ')})` : ''
  return fitted.truncatedInside
    ? `The first row alone exceeds the budget and is cut inside${which}: ${how}.`
    : `Long values are cut${which}: ${how}.`
}

/** Deeper values are shown as they are, since this recurses. */
const MAX_PRUNE_DEPTH = 100

/**
 * Drops null and empty fields of objects, at every level; array entries keep their places.
 * @returns the value itself if it has no such field
 */
function pruneValue(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_PRUNE_DEPTH) return value
  if (Array.isArray(value)) {
    const pruned = value.map((entry) => pruneValue(entry, depth + 1))
    return pruned.every((entry, i) => entry === value[i]) ? value : pruned
  }
  const entries = Object.entries(value)
  const kept = entries
    .map(([key, entry]): [string, unknown] => [key, pruneValue(entry, depth + 1)])
    .filter(([, entry]) => !isEmpty(entry))
  const isWhole =
    kept.length === entries.length && kept.every(([, one], i) => one === entries[i]?.[1])
  return isWhole ? value : Object.fromEntries(kept)
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
