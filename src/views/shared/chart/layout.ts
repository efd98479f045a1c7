import { extent } from 'd3-array'
import type { Bin, ChartData, Point } from './chart-data.ts'
import { type Steps, stepsOf } from './steps.ts'

/** The height of a chart with two axes, in pixels. */
export const HEIGHT = 260
/** The height of a bar with its gap. */
export const BAR_HEIGHT = 24
/** The space of one mark on the axis below, and on the one beside. */
const MARK = { width: 80, height: 40 }
/** What is kept free for the marks and around the outermost points. */
export const EDGE = { top: 10, right: 16, bottom: 24 }

/** The width of a character, about, in pixels. */
export const CHAR = 7

export type Scale = (value: number) => number

/** Returns the place of each number of a range, in pixels with one decimal. */
export function scaleOf([low, high]: Steps['domain'], from: number, to: number): Scale {
  return (value) => round(from + ((value - low) / (high - low)) * (to - from))
}

const round = (pixels: number) => Math.round(pixels * 10) / 10

/** Returns the width of the longest text, about. */
export function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length)) * CHAR
}

/** Returns the axes of points or bins. `left`: the width of the marks beside the chart. */
export function axesOf(
  data: Exclude<ChartData, { shape: 'bars' }>,
  width: number,
  isTime: boolean,
) {
  const count = Math.max(2, Math.floor(width / MARK.width))
  const rows = Math.floor(HEIGHT / MARK.height)
  if (data.shape === 'bins') {
    const { bins } = data
    const from = bins[0]?.from ?? 0
    const to = bins.at(-1)?.to ?? 1
    const most = Math.max(1, ...bins.map((one) => one.count))
    const steps = stepsOf(from, to, count, isTime).steps.filter((one) => one >= from && one <= to)
    const x: Steps = { domain: [from, to], steps }
    return { x, y: stepsOf(0, most, rows, false) }
  }
  const [left = 0, right = 0] = extent(data.points, ([x]) => x)
  const [low = 0, high = 0] = extent(data.points, ([, y]) => y)
  return { x: stepsOf(left, right, count, isTime), y: stepsOf(low, high, rows, false) }
}

/** Returns the path of a line through points. */
export function linePath(points: readonly Point[], x: Scale, y: Scale): string {
  return points.map(([from, to], at) => `${at === 0 ? 'M' : 'L'}${x(from)} ${y(to)}`).join('')
}

/** Returns the path of dots: lines without length, which round ends make visible. */
export function dotsPath(points: readonly Point[], x: Scale, y: Scale): string {
  return points.map(([from, to]) => `M${x(from)} ${y(to)}h0`).join('')
}

/** Returns the rectangles of a histogram, with a pixel between them. */
export function binBoxes(bins: readonly Bin[], x: Scale, y: Scale) {
  return bins.map(({ from, to, count }) => ({
    x: x(from),
    width: Math.max(1, round(x(to) - x(from) - 1)),
    y: y(count),
    height: round(Math.max(0, y(0) - y(count))),
  }))
}

/** Returns the scale of bars from the left, on which zero always is. */
export function barScale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  return scaleOf(low < high ? [low, high] : [0, 1], from, to)
}
