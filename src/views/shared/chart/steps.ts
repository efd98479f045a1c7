import { nice, ticks } from 'd3-array'

/** The part of an axis that is drawn, and where it has marks. */
export interface Steps {
  domain: [number, number]
  /** From the lowest to the highest, within the domain. */
  steps: number[]
}

const DAY = 86_400_000
const MONTH = 30.4 * DAY
/** Steps of a second to a week, in milliseconds. */
const SHORT_STEPS = [
  1000,
  5000,
  15_000,
  30_000,
  60_000,
  300_000,
  900_000,
  1_800_000,
  3_600_000,
  10_800_000,
  21_600_000,
  43_200_000,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
]
/** Steps of a month to five hundred years, in months. */
const LONG_STEPS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000]
/** 1970 began on a Thursday; weeks begin on Mondays. */
const FIRST_MONDAY = 4 * DAY

/**
 * Returns round steps that cover a range.
 * @param count how many there should be, about
 * @param isTime whether the numbers are times (ms since 1970), whose steps are days, months and so on in UTC
 */
export function stepsOf(low: number, high: number, count: number, isTime: boolean): Steps {
  const half = low < high ? 0 : isTime ? DAY : Math.abs(low) / 10 || 1
  const range: [number, number] = [low - half, high + half]
  if (isTime) return { domain: range, steps: timeSteps(...range, count) }
  const domain = nice(...range, count)
  return { domain, steps: ticks(...domain, count) }
}

function timeSteps(from: number, to: number, count: number): number[] {
  const wanted = (to - from) / count
  if (wanted < 500) return ticks(from, to, count)
  const short = SHORT_STEPS.find((one) => one >= wanted)
  if (short) {
    const shift = short > 2 * DAY ? FIRST_MONDAY : 0
    return multiples(from - shift, to - shift, short).map((time) => time + shift)
  }
  // Steps of thousands of years: at most three times as many as wanted.
  const long =
    LONG_STEPS.find((one) => one * MONTH >= wanted) ?? 12e3 * Math.ceil(wanted / 3.6e4 / MONTH)
  const months = multiples(monthOf(from), monthOf(to), long)
  // The first month may have begun before.
  return months.map(timeOfMonth).filter((time) => time >= from)
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, at) => (first + at) * step)
}

/** Returns the number of a month, counted from the year 0. */
function monthOf(time: number): number {
  const date = new Date(time)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

function timeOfMonth(month: number): number {
  return new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12)
}
