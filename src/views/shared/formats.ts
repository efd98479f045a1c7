/** How the person's language and time zone write values. */
export interface Formats {
  /** The language (BCP 47), for other formats; undefined for the browser's own. */
  language: string | undefined
  number(value: number): string
  /** US dollars, with as many digits as a small amount needs. */
  money(usd: number): string
  bytes(count: number): string
  /** From 0 to 1. */
  percent(share: number): string
  /** A day and time. Text that is no date is returned as it is. */
  dateTime(iso: string | number): string
  /** How long ago, such as `3 minutes ago`. Text that is no date is returned as it is. */
  age(iso: string | number, now?: number): string
  /** A length of time, such as `1 min 5 s`. */
  duration(ms: number): string
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const
const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Makes the formats of a locale (BCP 47) and a time zone (IANA); the browser's own if it does not know them. */
export function createFormats(locale?: string, timeZone?: string): Formats {
  const language = supported(locale, (one) => new Intl.NumberFormat(one))
  const zone = supported(timeZone, (one) => new Intl.DateTimeFormat('en', { timeZone: one }))
  const numbers = new Intl.NumberFormat(language)
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const dates = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: zone,
  })
  const ages = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  return {
    language,
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    money: (usd) => formatMoney(usd, language),
    bytes: (count) => formatBytes(count, language),
    dateTime: (iso) => ifDate(iso, (time) => dates.format(time)),
    age: (iso, now = Date.now()) =>
      ifDate(iso, (time) => {
        const seconds = Math.round((time - now) / 1000)
        const [unit, size] = UNITS.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1]
        return ages.format(Math.trunc(seconds / size), unit)
      }),
    duration: (ms) => formatDuration(ms, language),
  }
}

type Language = string | undefined

function formatMoney(usd: number, language: Language): string {
  // A run may cost fractions of a cent, which two digits would show as nothing.
  const digits = usd !== 0 && Math.abs(usd) < 0.01 ? { maximumSignificantDigits: 2 } : {}
  const style = { style: 'currency', currency: 'USD', ...digits } as const
  return new Intl.NumberFormat(language, style).format(usd)
}

function formatBytes(count: number, language: Language): string {
  const power = Math.min(BYTES.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3))
  return withUnit(count / 1000 ** power, BYTES[power] ?? 'byte', language, power === 0 ? 0 : 1)
}

function formatDuration(ms: number, language: Language): string {
  let rest = Math.max(0, Math.round(ms / 1000))
  const first = UNITS.findIndex(([, size]) => rest >= size)
  if (first === -1) return withUnit(0, 'second', language)
  const parts = UNITS.slice(first, first + 2).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? [] : withUnit(count, unit, language)
  })
  return parts.join(' ')
}

function withUnit(value: number, unit: string, language: Language, digits = 0): string {
  const style = {
    style: 'unit',
    unit,
    // The short form of a byte is the same for one and for many in English.
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: digits,
  } as const
  return new Intl.NumberFormat(language, style).format(value)
}

function ifDate(iso: string | number, format: (time: number) => string): string {
  const time = new Date(iso).getTime()
  return Number.isNaN(time) ? String(iso) : format(time)
}

/** Returns a name if the browser knows it: hosts have sent names that it does not. */
function supported(name: string | undefined, make: (name: string) => unknown): string | undefined {
  if (name === undefined) return undefined
  try {
    make(name)
    return name
  } catch {
    return undefined
  }
}
