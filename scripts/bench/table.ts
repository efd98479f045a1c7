/** A measured quantity: our server, and the floor, which does the same work without our code. */
export interface Row {
  name: string
  unit: string
  ours: number
  floor?: number
  /** The same for `@apify/actors-mcp-server`. */
  incumbent?: number
  /** What is measured, if the name does not say it all. */
  note?: string
}

/** The result of one bench. `skipped` says why a part could not be measured here. */
export interface Report {
  /** What the column `floor` means. */
  floor?: string
  rows: Row[]
  /** Which version the column `incumbent` measured. */
  incumbent?: string
  skipped?: string
}

/** Runs an action and returns how long it takes, in milliseconds. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await action()
  return performance.now() - begin
}

/** Returns the median. `NaN` if there are no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** A limit of a figure, inclusive. `of` says what is limited, if it is not the figure of the row. */
type Limit = ({ atMost: number } | { atLeast: number }) & { of?: string }

/** Returns a note that tells the aim of a figure, and whether it is missed. */
export function aim(value: number, limit: Limit): string {
  const isAtMost = 'atMost' in limit
  const bound = isAtMost ? limit.atMost : limit.atLeast
  const isMet = isAtMost ? value <= bound : value >= bound
  const what = limit.of ? `${limit.of} of ` : ''
  const words = isAtMost ? 'at most' : 'at least'
  return `${isMet ? 'aim' : 'MISSED'}: ${what}${words} ${bound.toLocaleString('en')}`
}

/** Formats a report as text with aligned columns. Leaves out columns that no row uses. */
export function formatReport(name: string, { floor, rows, incumbent, skipped }: Report): string {
  const has = (key: 'floor' | 'incumbent' | 'note') => rows.some((row) => row[key] !== undefined)
  const head = [
    name,
    'ours',
    ...(has('floor') ? ['floor', 'ratio'] : []),
    ...(has('incumbent') ? ['incumbent', 'ratio'] : []),
    'unit',
    ...(has('note') ? ['note'] : []),
  ]
  const body = rows.map((row) => [
    row.name,
    formatValue(row.ours, row.unit),
    ...(has('floor') ? comparison(row, row.floor) : []),
    ...(has('incumbent') ? comparison(row, row.incumbent) : []),
    row.unit,
    ...(has('note') ? [row.note ?? ''] : []),
  ])
  const widths = head.map((title, i) =>
    Math.max(title.length, ...body.map((cells) => cells[i]?.length ?? 0)),
  )
  const isText = (i: number) => i === 0 || i >= head.indexOf('unit')
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => (isText(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const notes = [
    floor && `floor: ${floor}`,
    incumbent && `incumbent: ${incumbent}`,
    skipped && `skipped: ${skipped}`,
  ].filter(Boolean)
  return [line(head), ...body.map(line), ...notes].join('\n')
}

function comparison({ ours, unit }: Row, other: number | undefined): [string, string] {
  if (other === undefined) return ['', '']
  return [formatValue(other, unit), isShare(unit) ? '' : formatRatio(ours / other)]
}

/** Units of what is counted. Such figures have no decimals. */
const COUNTS = ['tokens', 'calls', 'errors']

/** Tells whether a unit is a number out of a total, such as `of 11 tasks`, which needs no ratio. */
const isShare = (unit: string): boolean => unit.startsWith('of ')

function formatValue(value: number, unit: string): string {
  const isCount = (COUNTS.includes(unit) || isShare(unit)) && Number.isFinite(value)
  return isCount ? Math.round(value).toLocaleString('en') : formatNumber(value)
}

/** Formats a ratio. Small ones have two significant digits. */
function formatRatio(ratio: number): string {
  return ratio > 0 && ratio < 0.1 ? ratio.toPrecision(2) : formatNumber(ratio)
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '-'
  return value >= 1000
    ? Math.round(value).toLocaleString('en')
    : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}
