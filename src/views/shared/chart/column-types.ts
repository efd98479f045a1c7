/** What a chart can make of a column. `none`: it is empty, or holds objects and lists. */
type ColumnKind = 'number' | 'date' | 'category' | 'none'

export interface ChartColumn {
  /** The place of the column among those of the table. */
  index: number
  name: string
  kind: ColumnKind
  /** The values as they are, one a row. */
  cells: readonly unknown[]
  /** For each row its number or its time (ms since 1970), by the kind of the column; undefined if it has none. */
  numbers: readonly (number | undefined)[]
  /** How many different values the column holds. */
  distinct: number
  /** Whether the numbers are whole and go up in equal steps, such as years. */
  isOrdered: boolean
}

/** The share of the values of a column that must be of its kind. The others are left out of the chart. */
const MOST = 0.9
/** Numbers beyond this are not drawn: the distance of two of them might be infinite. */
const MAX_NUMBER = 1e100
/** Longer texts are neither numbers nor dates. */
const MAX_CHARS = 40

/** Matches decimal numbers. Codes with zeros before them, and with more digits than a number can hold, are none. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i
/** Matches months, days and times of ISO 8601, also with a space in place of `T`, as SQL writes them. */
const DATE = /^\d{4}-\d\d(?:-\d\d(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?)?$/
/** Matches names of columns whose large numbers are times. */
const TIME_NAME = /(?:[Tt]ime(?:_?[Ss]tamp)?|[Dd]ate|[Ee]poch|[a-z]At|(?:^|_)(?:at|ts|ms))$/
/** Times of the years 2001 to 2099, in seconds since 1970. */
const EPOCH = { from: 1e9, to: 4.1e9 }

/** Returns what a chart can make of each column. */
export function typeColumns(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): ChartColumn[] {
  return columns.map((name, index) =>
    typeColumn(
      index,
      name,
      rows.map((row) => row[index]),
    ),
  )
}

function typeColumn(index: number, name: string, cells: readonly unknown[]): ChartColumn {
  const filled = cells.filter((cell) => !isEmpty(cell))
  const areMost = (test: (cell: unknown) => boolean) =>
    filled.length > 0 && filled.filter(test).length >= filled.length * MOST
  const distinct = new Set(filled.map(labelOf)).size
  const column = { index, name, cells, distinct, numbers: [], isOrdered: false }
  if (areMost((cell) => timeIn(cell) !== undefined)) {
    return { ...column, kind: 'date', numbers: cells.map(timeIn) }
  }
  if (areMost((cell) => numberIn(cell) !== undefined)) {
    const numbers = cells.map(numberIn)
    const unit = TIME_NAME.test(name) ? epochUnit(numbers) : undefined
    return unit === undefined
      ? { ...column, kind: 'number', numbers, isOrdered: goUpEvenly(numbers) }
      : { ...column, kind: 'date', numbers: numbers.map((one) => one && one * unit) }
  }
  return { ...column, kind: areMost((cell) => typeof cell !== 'object') ? 'category' : 'none' }
}

/** Returns the number that a value is, or that its text writes. */
export function numberIn(value: unknown): number | undefined {
  const isText = typeof value === 'string' && value.length <= MAX_CHARS && NUMBER.test(value)
  const number = typeof value === 'number' || isText ? Number(value) : Number.NaN
  if (!(Math.abs(number) <= MAX_NUMBER)) return undefined
  return Math.abs(number) < 1 / MAX_NUMBER ? 0 : number
}

/** Returns the time (ms since 1970) that a text writes. Times without a zone are in UTC. */
export function timeIn(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > MAX_CHARS) return undefined
  const match = DATE.exec(value)
  if (!match) return undefined
  const [, time, zone] = match
  const ms = Date.parse(value.replace(' ', 'T') + (time && !zone ? 'Z' : ''))
  return Number.isNaN(ms) ? undefined : ms
}

/** Returns the text by which a chart names a value. */
export function labelOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** Returns how many milliseconds one step of the numbers is, if all of them are times since 1970. */
function epochUnit(numbers: readonly (number | undefined)[]): number | undefined {
  const areAll = (unit: number) =>
    numbers.every((one) => {
      const seconds = one === undefined ? EPOCH.from : (one * unit) / 1000
      return seconds >= EPOCH.from && seconds < EPOCH.to
    })
  return [1, 1000].find(areAll)
}

function goUpEvenly(numbers: readonly (number | undefined)[]): boolean {
  const sorted = numbers.filter((one) => one !== undefined).sort((a, b) => a - b)
  const [first = 0, second = 0] = sorted
  const step = second - first
  return (
    sorted.length > 2 &&
    step > 0 &&
    sorted.every((one, at) => Number.isSafeInteger(one) && one === first + at * step)
  )
}
