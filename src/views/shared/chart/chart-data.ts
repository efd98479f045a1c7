import { extent } from 'd3-array'
import { beginningOf } from '../beginning-of.ts'
import { isEmpty, labelOf } from './column-types.ts'
import type { Plan, Together } from './plan.ts'
import { stepsOf } from './steps.ts'

/** A bar with a value for each category. */
export interface Bar {
  label: string
  value: number
  /** How many categories the bar stands for, if it is the bar of the others. */
  others?: number
}

export type Point = readonly [x: number, y: number]

/** A range of values and how many rows fall into it. */
export interface Bin {
  from: number
  to: number
  count: number
}

/** What is drawn. `skipped`: rows without a usable value. `isTogether`: some values stand for more than one row. */
export type ChartData = { skipped: number; isTogether: boolean } & (
  | { shape: 'bars'; bars: Bar[]; categories: number }
  | { shape: 'points'; points: Point[]; total: number }
  | { shape: 'bins'; bins: Bin[] }
)

/** How many bars are drawn; the categories beyond them share one. */
const MAX_BARS = 20
/** How many characters of a category are kept: a browser stands still over texts of many megabytes. */
const LABEL_CHARS = 300
/** How many points are drawn. */
const MAX_POINTS = 2000
/** How many ranges a histogram has, about. */
const BINS = 15

interface Sum {
  sum: number
  count: number
}

/** Returns what a plan draws. All numbers in it are finite. */
export function chartData(plan: Plan, together: Together): ChartData {
  if (plan.kind === 'bar') return barsOf(plan, together)
  return plan.kind === 'histogram' ? binsOf(plan) : pointsOf(plan, together)
}

function barsOf({ x, y }: Plan, together: Together): ChartData {
  const groups = new Map<string, Sum>()
  let used = 0
  x.cells.forEach((cell, row) => {
    const value = y ? y.numbers[row] : 1
    if (value === undefined || isEmpty(cell)) return
    used++
    add(groups, labelOf(cell), value)
  })
  const how = y ? together : 'sum'
  const sorted = [...groups].toSorted(([, a], [, b]) => togetherOf(b, how) - togetherOf(a, how))
  const bars: Bar[] = sorted.slice(0, MAX_BARS).map(([label, group]) => ({
    label: beginningOf(label, LABEL_CHARS),
    value: togetherOf(group, how),
  }))
  const rest = sorted.slice(MAX_BARS).map(([, group]) => group)
  if (rest.length > 0) {
    const sum = rest.reduce((total, one) => total + one.sum, 0)
    const count = rest.reduce((total, one) => total + one.count, 0)
    bars.push({ label: 'Others', value: togetherOf({ sum, count }, how), others: rest.length })
  }
  return {
    shape: 'bars',
    bars,
    categories: groups.size,
    skipped: x.cells.length - used,
    isTogether: y !== undefined && used > groups.size,
  }
}

function pointsOf({ kind, x, y }: Plan, together: Together): ChartData {
  const pairs = x.numbers.flatMap((from, row): Point[] => {
    const to = y?.numbers[row]
    return from === undefined || to === undefined ? [] : [[from, to]]
  })
  const points = kind === 'line' ? lineOf(pairs, together) : pairs
  const step = Math.max(1, points.length / MAX_POINTS)
  return {
    shape: 'points',
    points: Array.from(
      { length: Math.min(points.length, MAX_POINTS) },
      (_, at) => points[Math.floor(at * step)] ?? [0, 0],
    ),
    total: points.length,
    skipped: x.cells.length - pairs.length,
    isTogether: points.length < pairs.length,
  }
}

/** Returns points from left to right, one for each place. */
function lineOf(pairs: readonly Point[], together: Together): Point[] {
  const groups = new Map<number, Sum>()
  for (const [from, to] of pairs) add(groups, from, to)
  return [...groups]
    .map(([from, group]): Point => [from, togetherOf(group, together)])
    .sort(([a], [b]) => a - b)
}

function binsOf({ x }: Plan): ChartData {
  const values = x.numbers.filter((one) => one !== undefined)
  const [low = 0, high = 0] = extent(values)
  const { domain, steps } = stepsOf(low, high, BINS, x.kind === 'date')
  const limits = [...new Set([domain[0], ...steps, domain[1]])]
  const bins = limits.slice(1).map((to, at): Bin => ({ from: limits[at] ?? to, to, count: 0 }))
  for (const value of values) {
    // The last range includes its end.
    const bin = bins.find(({ to }) => value < to) ?? bins.at(-1)
    if (bin) bin.count++
  }
  return { shape: 'bins', bins, skipped: x.cells.length - values.length, isTogether: false }
}

function add<Key>(groups: Map<Key, Sum>, key: Key, value: number): void {
  const group = groups.get(key)
  if (group) {
    group.sum += value
    group.count++
  } else groups.set(key, { sum: value, count: 1 })
}

function togetherOf({ sum, count }: Sum, how: Together): number {
  return how === 'sum' ? sum : sum / count
}
