/** Writes the numbers or times at the marks of an axis. */
export type MarkFormat = (value: number) => string

/** Above this, numbers are written in short, such as `1.5M`. */
const LARGE = 1e5
/** Beyond these, numbers are written as powers of ten. */
const HUGE = 1e15
const TINY = 1e-6
const DAY_MS = 86_400_000

/**
 * Makes the format of numbers that lie on steps, with as many digits as tell the steps apart.
 * @param language BCP 47; default: the browser's own
 */
export function numberMarks(steps: readonly number[], language: string | undefined): MarkFormat {
  const most = Math.max(...steps.map(Math.abs), 0)
  const step = distanceOf(steps)
  const isExtreme = most >= HUGE || (most > 0 && most < TINY)
  const isShort = most >= LARGE && step * 1000 >= most
  const digits = Math.min(20, Math.max(0, -Math.floor(Math.log10(step || 1))))
  const format = new Intl.NumberFormat(language, {
    ...(isExtreme || isShort ? { maximumSignificantDigits: 4 } : { maximumFractionDigits: digits }),
    notation: isExtreme ? 'scientific' : isShort ? 'compact' : 'standard',
  })
  return (value) => format.format(value)
}

/** Makes the format of times (ms since 1970) that lie on steps, in UTC. */
export function timeMarks(steps: readonly number[], language: string | undefined): MarkFormat {
  const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...partsOf(steps) })
  return (value) => format.format(value)
}

/** Makes the format of single times (ms since 1970), in UTC: days alone if all of them are whole days. */
export function timeTexts(times: readonly (number | undefined)[], language: string | undefined) {
  const format = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    dateStyle: 'medium',
    ...(areDays(times) ? {} : { timeStyle: 'medium' }),
  })
  return (value: number) => format.format(value)
}

/** Tells whether all times are whole days in UTC. */
export function areDays(times: readonly (number | undefined)[]): boolean {
  return times.every((time = 0) => time % DAY_MS === 0)
}

function partsOf(steps: readonly number[]): Intl.DateTimeFormatOptions {
  const step = distanceOf(steps)
  if (step >= 365 * DAY_MS) return { year: 'numeric' }
  if (step >= 28 * DAY_MS) return { year: 'numeric', month: 'short' }
  if (step >= DAY_MS || !step) return { month: 'short', day: 'numeric' }
  return { hour: '2-digit', minute: '2-digit', ...(step < 60_000 ? { second: '2-digit' } : {}) }
}

function distanceOf([first = 0, second = first]: readonly number[]): number {
  return Math.abs(second - first)
}
