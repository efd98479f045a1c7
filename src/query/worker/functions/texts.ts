import type { SqlValue } from '../sqlite.ts'
import {
  boundedResult,
  FunctionError,
  MAX_RESULT_CHARS,
  toInteger,
  tooLong,
  toText,
} from './values.ts'

/** Makes a function of texts that is NULL if one of its arguments is. */
function ofTexts(call: (...texts: string[]) => SqlValue) {
  return (...values: SqlValue[]): SqlValue => {
    const texts = values.map(toText)
    const known = texts.filter((text) => text !== null)
    return known.length < texts.length ? null : call(...known)
  }
}

/**
 * Returns one part of a text, from 1 on, or from -1 on counted from its end. Beyond the last it is empty.
 * @throws {FunctionError} for 0
 */
export function splitPart(text: SqlValue, separator: SqlValue, number: SqlValue): SqlValue {
  const [whole, mark] = [toText(text), toText(separator)]
  if (whole === null || mark === null || number === null) return null
  const index = toInteger('split_part', 'the number of the part', number)
  if (index === 0) {
    throw new FunctionError('split_part', 'the first part is 1', 'Parts from the end are -1, -2.')
  }
  const parts = mark === '' ? [whole] : whole.split(mark)
  return parts.at(index > 0 ? index - 1 : index) ?? ''
}

/** Returns the first characters; with a negative number all but the last. */
export function left(text: SqlValue, count: SqlValue): SqlValue {
  const whole = toText(text)
  if (whole === null || count === null) return null
  return [...whole].slice(0, toInteger('left', 'the number of characters', count)).join('')
}

/** Returns the last characters; with a negative number all but the first. */
export function right(text: SqlValue, count: SqlValue): SqlValue {
  const whole = toText(text)
  if (whole === null || count === null) return null
  const number = toInteger('right', 'the number of characters', count)
  if (number === 0) return ''
  return [...whole].slice(-number).join('')
}

/** SQLite's own functions change the letters A to Z only. */
export const lower = ofTexts((text) => boundedResult('lower', text.toLowerCase()))
export const upper = ofTexts((text) => boundedResult('upper', text.toUpperCase()))
export const reverse = ofTexts((text) => [...text].reverse().join(''))
export const startsWith = ofTexts((text, part = '') => Number(text.startsWith(part)))
export const endsWith = ofTexts((text, part = '') => Number(text.endsWith(part)))
/** Returns the position of a part, from 1 on, in characters; 0 if it is not there. */
export const strpos = ofTexts((text, part = '') => {
  const at = text.indexOf(part)
  return at < 0 ? 0 : [...text.slice(0, at)].length + 1
})
export const charLength = ofTexts((text) => [...text].length)
export const initcap = ofTexts((text) =>
  boundedResult(
    'initcap',
    text.toLowerCase().replace(/[\p{L}\p{N}]+/gu, (word) => {
      const first = String.fromCodePoint(word.codePointAt(0) ?? 0)
      return first.toUpperCase() + word.slice(first.length)
    }),
  ),
)

/** Replaces each character of the second text by the one at its place in the third. */
export const translate = ofTexts((text, from = '', to = '') => {
  const targets = [...to]
  const map = new Map<string, string>()
  for (const [i, char] of [...from].entries()) if (!map.has(char)) map.set(char, targets[i] ?? '')
  return [...text].map((char) => map.get(char) ?? char).join('')
})

export function repeat(text: SqlValue, count: SqlValue): SqlValue {
  const whole = toText(text)
  if (whole === null || count === null) return null
  const times = Math.max(0, toInteger('repeat', 'the count', count))
  if (whole.length * times > MAX_RESULT_CHARS) throw tooLong('repeat')
  return whole.repeat(times)
}

/** Makes `lpad` or `rpad`: fills a text up to a length, and cuts a longer one. */
export function pad(name: 'lpad' | 'rpad') {
  return (text: SqlValue, length: SqlValue, fill: SqlValue = ' '): SqlValue => {
    const [whole, filler] = [toText(text), toText(fill)]
    if (whole === null || filler === null || length === null) return null
    const size = Math.max(0, toInteger(name, 'the length', length))
    if (size > MAX_RESULT_CHARS) throw tooLong(name)
    const [chars, fillers] = [[...whole], [...filler]]
    if (chars.length >= size || fillers.length === 0) return chars.slice(0, size).join('')
    const missing = size - chars.length
    const added = Array.from({ length: missing }, (_, i) => fillers[i % fillers.length]).join('')
    return name === 'lpad' ? added + whole : whole + added
  }
}
