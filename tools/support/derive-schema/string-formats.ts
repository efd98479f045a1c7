/** Fewer texts prove no format. */
const MIN_TEXTS = 3

/** `date-time` and `date` of JSON Schema, which are those of RFC 3339. */
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/
const DATE = /^\d{4}-\d\d-\d\d$/

const FORMATS: [format: string, matches: (text: string) => boolean][] = [
  ['date-time', (text) => DATE_TIME.test(text) && isDate(text)],
  ['date', (text) => DATE.test(text) && isDate(text)],
  ['uri', (text) => /^https?:\/\/[!-~]+$/.test(text) && URL.canParse(text)],
]

/** Finds the format that all texts in one place have. */
export class StringFormats {
  private texts = 0
  private left = FORMATS

  /** @param text undefined for one that has no format */
  observe(text: string | undefined): void {
    this.texts++
    if (this.left.length === 0) return
    this.left = text === undefined ? [] : this.left.filter(([, matches]) => matches(text))
  }

  merge(other: StringFormats): void {
    this.texts += other.texts
    this.left = this.left.filter((one) => other.left.includes(one))
  }

  /** Returns the format of JSON Schema; undefined unless all texts, and more than a few, have it. */
  format(): string | undefined {
    return this.texts >= MIN_TEXTS ? this.left[0]?.[0] : undefined
  }
}

/** Returns whether the day exists: `Date.parse` takes the 31st of every month. */
function isDate(text: string): boolean {
  const day = text.slice(0, 10)
  const ms = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(ms) || Number.isNaN(Date.parse(text))) return false
  return new Date(ms).toISOString().startsWith(day)
}
