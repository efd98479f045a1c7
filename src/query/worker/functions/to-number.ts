import type { SqlValue } from '../sqlite.ts'
import { CURRENCY_CODES } from './currency-codes.ts'
import { FunctionError } from './values.ts'

/** Of a longer text no number is looked for, in characters. */
const MAX_CHARS = 100

/** Signs and names of currencies that are not ISO 4217 codes, and codes that are often written small. */
const NAMES = `\\p{Sc}|(?:US|CA|AU|NZ|HK|NT|SG|MX|[RCAS])\\$|Kč|zł|kr\\.?|Ft|lei|лв\\.?|руб\\.?|грн\\.?|TL|Rs\\.?|S?Fr\\.?|KM|din\\.?|元|円|원|euros?|dollars?|usd|eur|gbp|chf|czk|pln|huf|sek|nok|dkk`
/** Other codes count in capital letters only: "top 5" is not an amount in paʻanga. */
const CODES = CURRENCY_CODES.join('|')
const BEFORE = [new RegExp(`^(?:${CODES})`), new RegExp(`^(?:${NAMES})`, 'iu')]
const AFTER = [new RegExp(`(?:${CODES})$`), new RegExp(`(?:${NAMES})$`, 'iu')]

/** Blanks of all kinds, which separate thousands too, and the ways to write an apostrophe or a minus. */
const BLANK = /[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]/g
const APOSTROPHE = /[\u2019\u02bc\u00b4`]/g
const MINUS = /[\u2212\u2010-\u2013]/g

/** Thousands: `1,299` with one separator throughout, or `12,34,567` as in India. */
const GROUPED = /^\d{1,3}([,.' ])\d{3}(?:\1\d{3})*$/
const GROUPED_IN_INDIA = /^\d{1,2}(?:,\d{2})+,\d{3}$/

/**
 * Returns the number in a text with separators of thousands, a decimal comma or point, and a currency before
 * or after it. NULL if there is no number, or more than one, or a unit or percent sign; also if it could be read
 * two ways: `1,299` may be 1299 or 1.299.
 * @param decimalSign `.` or `,`: which of them separates the fraction, so that there are no two ways
 */
export function toNumber(value: SqlValue, decimalSign?: SqlValue): SqlValue {
  if (decimalSign !== undefined && decimalSign !== '.' && decimalSign !== ',') {
    throw new FunctionError(
      'to_number',
      'its second argument is the decimal sign of the texts',
      "Write `to_number(x, '.')` or `to_number(x, ',')`, or leave it out.",
    )
  }
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value !== 'string' || value.length > MAX_CHARS) return null
  const bare = withoutCurrency(normalize(value))
  return bare === undefined ? null : readSigned(bare, decimalSign)
}

function normalize(text: string): string {
  return text.replace(BLANK, ' ').replace(APOSTROPHE, "'").replace(MINUS, '-').trim()
}

/** Takes one currency off, before or after the number. A sign may stand before or after it: `-€5`, `€-5`. */
function withoutCurrency(text: string): string | undefined {
  if (/^[+-]?[\d.,'][\d.,' -]*$/.test(text)) return text
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  const unsigned = text.slice(sign.length).trimStart()
  const before = firstMatch(BEFORE, unsigned)
  const rest = unsigned.slice(before.length).trimStart()
  // A letter behind it means that it was the beginning of a word.
  if (/^\p{L}/u.test(rest)) return undefined
  const after = firstMatch(AFTER, rest)
  if (before !== '' && after !== '' && !isSameCurrency(before, after)) return undefined
  const amount = after === '' ? rest : rest.slice(0, -after.length).trimEnd()
  return sign !== '' && /^[+-]/.test(amount) ? undefined : `${sign}${amount}`
}

function firstMatch(patterns: readonly RegExp[], text: string): string {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0]
    if (found) return found
  }
  return ''
}

/** `$20 USD` names one currency twice. */
function isSameCurrency(before: string, after: string): boolean {
  return /[$€£¥]$/.test(before) && /^[A-Z]{3}$/i.test(after)
}

function readSigned(text: string, decimalSign: '.' | ',' | undefined): number | bigint | null {
  const [, sign = '', unsigned = ''] = /^([+-]?)(.*)$/s.exec(text) ?? []
  // `12,-` is a price without cents.
  const digits = unsigned.replace(/(\d)[.,]-{1,2}$/, '$1')
  const plain = readDigits(digits, decimalSign)
  return plain === undefined ? null : numberOf(`${sign === '-' ? '-' : ''}${plain}`)
}

/** An integer beyond 2^53 keeps its digits as far as SQLite can hold it. */
function numberOf(plain: string): number | bigint {
  const number = Number(plain)
  if (!/^-?\d+$/.test(plain) || Number.isSafeInteger(number)) return number
  const exact = BigInt(plain)
  return BigInt.asIntN(64, exact) === exact ? exact : number
}

/** Returns the digits with a decimal point, as JavaScript reads them. */
function readDigits(text: string, decimalSign: '.' | ',' | undefined): string | undefined {
  if (/^(?:\d+|\d+\.?\d*e[+-]?\d{1,3})$/i.test(text)) return text
  const points = text.split('.').length - 1
  const commas = text.split(',').length - 1
  if (decimalSign !== undefined) return readWith(text, decimalSign)
  if (points > 0 && commas > 0) {
    return readWith(text, text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ',')
  }
  if (points + commas === 0) return readWith(text, '.')
  const separator = points > 0 ? '.' : ','
  const asFraction = readWith(text, separator)
  const asThousands = readWith(text, separator === '.' ? ',' : '.')
  // Two ways: nobody can tell.
  if (asFraction !== undefined && asThousands !== undefined) return undefined
  return asFraction ?? asThousands
}

/** Reads a number of which the sign before the fraction is known. */
function readWith(text: string, decimalSign: '.' | ','): string | undefined {
  const parts = text.split(decimalSign)
  const [whole = '', fraction = ''] = parts
  if (parts.length > 2 || !/^\d*$/.test(fraction) || whole + fraction === '') return undefined
  const isGrouped = GROUPED.test(whole) || GROUPED_IN_INDIA.test(whole)
  // A number with thousands does not begin with 0: `0,299` is a fraction.
  const isWhole = /^\d*$/.test(whole) || (isGrouped && !/^0/.test(whole))
  if (!isWhole || whole.includes(decimalSign)) return undefined
  return `${whole.replace(/\D/g, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`
}
