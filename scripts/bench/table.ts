/** One measured quantity: ours beside the floor, which does the same with nothing of ours. */
export interface Row {
  name: string
  unit: string
  ours: number
  floor?: number
  /** What `@apify/actors-mcp-server` takes for the same. */
  incumbent?: number
  /** What is measured, where the name cannot say it all. */
  note?: string
}

/** What one bench found; `skipped` says why a part of it could not be measured here. */
export interface Report {
  /** What the column `floor` holds. */
  floor?: string
  rows: Row[]
  skipped?: string
}

/** How long an action takes, in milliseconds. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await action()
  return performance.now() - begin
}

/** The middle value, or the mean of the two in the middle; `NaN` of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** The report as lines of text: columns aligned, those that no row fills left out. */
export function formatReport(name: string, { floor, rows, skipped }: Report): string {
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
    show(row.ours),
    ...(has('floor') ? against(row.ours, row.floor) : []),
    ...(has('incumbent') ? against(row.ours, row.incumbent) : []),
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
  const notes = [floor && `floor: ${floor}`, skipped && `skipped: ${skipped}`].filter(Boolean)
  return [line(head), ...body.map(line), ...notes].join('\n')
}

function against(ours: number, other: number | undefined): [string, string] {
  return other === undefined ? ['', ''] : [show(other), show(ours / other)]
}

function show(value: number): string {
  if (!Number.isFinite(value)) return '-'
  return value >= 1000
    ? Math.round(value).toLocaleString('en')
    : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}
