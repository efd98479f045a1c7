import { beginningOf } from '../beginning-of.ts'
import type { ChartData } from './chart-data.ts'
import { areDays } from './marks.ts'
import type { ChartKind, Plan, Together } from './plan.ts'

export const KIND_NAMES: Record<ChartKind, string> = {
  bar: 'Bars',
  line: 'Line',
  scatter: 'Scatter',
  histogram: 'Histogram',
}

/** How many characters of a name of a column are shown. */
const NAME_CHARS = 40

/** How the values of both axes are written in a text. */
export interface ValueFormats {
  x: (value: number) => string
  y: (value: number) => string
}

/** The data of a chart as a table. */
export interface ChartTable {
  columns: [string, string]
  rows: [string, string][]
}

export function shortName(name: string): string {
  return name.length > NAME_CHARS ? `${beginningOf(name, NAME_CHARS - 1)}…` : name
}

/** Returns the name of what the chart shows upwards, or by the length of its bars. */
function valueName({ y }: Plan, data: ChartData, together: Together): string {
  if (!y) return 'Number of rows'
  const name = shortName(y.name)
  return data.isTogether ? `${together === 'sum' ? 'Sum' : 'Average'} of ${name}` : name
}

/** Says in a sentence what the chart shows, for those who do not see it. */
export function sentenceOf(plan: Plan, data: ChartData, together: Together, formats: ValueFormats) {
  const what = `${KIND_NAMES[plan.kind]}: ${valueName(plan, data, together)} by ${shortName(plan.x.name)}`
  const { columns, rows } = tableOf(plan, data, together, formats)
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return `${what}. There are no values.`
  const values = valuesOf(data)
  const lowest = formats.y(Math.min(...values))
  const highest = formats.y(Math.max(...values))
  return `${what}. ${rows.length} values from ${lowest} to ${highest}; ${columns[0]} from ${first[0]} to ${last[0]}.`
}

/** Says what the chart leaves out or puts together; no sentence if it is all of the rows. */
export function notesOf(
  plan: Plan,
  data: ChartData,
  together: Together,
  number: (n: number) => string,
) {
  const notes: string[] = []
  const others = data.shape === 'bars' && data.bars.at(-1)?.others
  if (others) {
    notes.push(`The bar “Others” stands for the ${number(others)} smallest categories.`)
  }
  if (data.shape === 'points' && data.total > data.points.length) {
    notes.push(
      `${number(data.points.length)} of ${number(data.total)} points are drawn, at even distances.`,
    )
  }
  if (data.isTogether) {
    const verb = together === 'sum' ? 'added up' : 'averaged'
    notes.push(`Rows with the same ${shortName(plan.x.name)} are ${verb}.`)
  }
  if (plan.x.kind === 'date' && !areDays(plan.x.numbers)) notes.push('Times are in UTC.')
  if (data.skipped > 0) notes.push(`Rows without a value, left out: ${number(data.skipped)}.`)
  return notes.join(' ')
}

/** Returns what the chart draws as the cells of a table. */
export function tableOf(
  plan: Plan,
  data: ChartData,
  together: Together,
  { x, y }: ValueFormats,
): ChartTable {
  const columns: [string, string] = [shortName(plan.x.name), valueName(plan, data, together)]
  if (data.shape === 'bars') {
    return {
      columns,
      rows: data.bars.map(({ label, value }) => [label, y(value)]),
    }
  }
  if (data.shape === 'points') {
    return { columns, rows: data.points.map(([from, to]) => [x(from), y(to)]) }
  }
  return {
    columns,
    rows: data.bins.map(({ from, to, count }) => [`${x(from)} – ${x(to)}`, y(count)]),
  }
}

function valuesOf(data: ChartData): number[] {
  if (data.shape === 'bars') return data.bars.map(({ value }) => value)
  return data.shape === 'points'
    ? data.points.map(([, y]) => y)
    : data.bins.map(({ count }) => count)
}
