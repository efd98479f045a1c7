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
  { limit, maxTokens, skip = 0, skipEmpty, prune }: ReadOptions,
): Promise<RowPage> {
  const page: RowPage = {
    rows: [],
    positions: [],
    rowsRead: 0,
    reachedEnd: true,
    pruned: false,
    noFieldMatched: false,
  }
  const isOver = overBudget(maxTokens)
  let bytes = 0
  for await (const { row, bytes: size } of source) {
    if (page.rowsRead++ < skip) continue
    if (skipEmpty && isEmpty(row)) continue
    const shown = prune ? pruneRow(row, page) : row
    bytes += size
    const full = page.rows.length === limit || bytes > MAX_PAGE_BYTES || isOver(shown, bytes)
    if (full && page.rows.length > 0) {
      page.reachedEnd = false
      page.rowsRead--
      break
    }
    page.rows.push(shown)
    page.positions.push(page.rowsRead)
  }
  page.noFieldMatched = !prune && page.rows.length > 0 && page.rows.every(isEmpty)
  return page
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

/** Drops null and empty fields of objects, at every level; array entries keep their places. */
function pruneRow(value: unknown, page: RowPage, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > 100) return value
  if (Array.isArray(value)) return value.map((entry) => pruneRow(entry, page, depth + 1))
  const entries = Object.entries(value)
  const kept = entries
    .map(([key, entry]): [string, unknown] => [key, pruneRow(entry, page, depth + 1)])
    .filter(([, entry]) => !isEmpty(entry))
  if (kept.length < entries.length) page.pruned = true
  return Object.fromEntries(kept)
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
