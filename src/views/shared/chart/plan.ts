import type { ChartColumn } from './column-types.ts'

export const KINDS = ['bar', 'line', 'scatter', 'histogram'] as const
export type ChartKind = (typeof KINDS)[number]

/** How rows that share a place on the chart become one value. */
export type Together = 'average' | 'sum'

/** What is drawn: `y` over `x`. Without `y` the rows are counted. */
export interface Plan {
  kind: ChartKind
  x: ChartColumn
  y: ChartColumn | undefined
}

/** What the person has chosen; columns by their place. `y: -1` counts the rows. */
export interface Wish {
  kind?: ChartKind
  x?: number
  y?: number
}

/** With more categories, each bar says little. */
const MAX_CATEGORIES = 50
/** Longer texts are no names of categories. */
const MAX_NAME_CHARS = 80
/** Matches names of columns whose numbers are names. */
const ID_NAME = /(?:^|[_\s-])id$|[a-z](?:Id|ID)$/i

const isDate = ({ kind }: ChartColumn) => kind === 'date'
const isNumber = ({ kind }: ChartColumn) => kind === 'number'
const isId = ({ name }: ChartColumn) => ID_NAME.test(name)
const hasNumbers = (column: ChartColumn) => isNumber(column) || isDate(column)

/** Returns the columns that a kind of chart can have on its axes. `canCount`: it can do without `y`. */
export function axesOf(kind: ChartKind, columns: readonly ChartColumn[]) {
  const xs = columns.filter(kind === 'bar' ? (one) => one.kind !== 'none' : hasNumbers)
  return {
    xs,
    ys: kind === 'histogram' ? [] : columns.filter(isNumber),
    canCount: kind === 'bar' || kind === 'histogram',
  }
}

/** Returns the kinds that these columns can be drawn as. */
export function kindsOf(columns: readonly ChartColumn[]): ChartKind[] {
  return KINDS.filter((kind) => planOf(kind, columns, {}) !== undefined)
}

/**
 * Returns what to draw: what the person wishes as far as the columns allow, and for the rest a proposal.
 * @returns undefined if nothing can be drawn
 */
export function choosePlan(columns: readonly ChartColumn[], wish: Wish): Plan | undefined {
  const proposed = propose(columns)
  const kind = wish.kind ?? proposed?.kind
  if (!kind) return undefined
  return planOf(kind, columns, wish, kind === proposed?.kind ? proposed : undefined) ?? proposed
}

/**
 * Proposes a chart: a number over time as a line, a number of each category as bars, two numbers as a scatter, one
 * as a histogram, and else how often each value appears.
 */
function propose(columns: readonly ChartColumn[]): Plan | undefined {
  const varied = columns.filter(({ distinct }) => distinct > 1)
  const time = varied.find(isDate) ?? varied.find((one) => one.isOrdered && !isId(one))
  const [first, second] = varied.filter((one) => isNumber(one) && one !== time && !isId(one))
  if (time && first) return { kind: 'line', x: time, y: first }
  const category = bestCategory(varied)
  if (category && first) return { kind: 'bar', x: category, y: first }
  if (first && second) return { kind: 'scatter', x: first, y: second }
  if (first || time) return planOf('histogram', columns, {}, { x: first ?? time, y: undefined })
  return planOf('bar', columns, {}, { x: category ?? varied[0], y: undefined })
}

function planOf(
  kind: ChartKind,
  columns: readonly ChartColumn[],
  wish: Wish,
  proposed: { x: ChartColumn | undefined; y: ChartColumn | undefined } | undefined = undefined,
): Plan | undefined {
  const { xs, ys, canCount } = axesOf(kind, columns)
  const at = (list: readonly ChartColumn[], place: number | undefined) =>
    list.find(({ index }) => index === place)
  const x =
    at(xs, wish.x) ??
    at(xs, proposed?.x?.index) ??
    (kind === 'bar' ? xs.find((one) => one.kind === 'category') : undefined) ??
    xs.find((one) => canCount || ys.some((other) => other !== one))
  if (!x) return undefined
  if (canCount && (wish.y === -1 || (wish.y === undefined && !proposed?.y))) {
    return { kind, x, y: undefined }
  }
  const y = at(ys, wish.y) ?? at(ys, proposed?.y?.index) ?? ys.find((one) => one !== x) ?? ys[0]
  return y || canCount ? { kind, x, y } : undefined
}

/** Returns the column whose values name groups best: few of them, and short. */
function bestCategory(columns: readonly ChartColumn[]): ChartColumn | undefined {
  const names = columns.filter(
    ({ kind, distinct, cells }) =>
      kind === 'category' && distinct <= MAX_CATEGORIES && cells.every(isName),
  )
  return names.find(({ distinct, cells }) => distinct < cells.length) ?? names[0]
}

function isName(cell: unknown): boolean {
  return typeof cell !== 'string' || (cell.length <= MAX_NAME_CHARS && !/^https?:/i.test(cell))
}
