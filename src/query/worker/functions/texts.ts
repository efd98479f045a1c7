import type { SqlValue } from '../sqlite.ts'
import {
  boundedResult,
  FunctionError,
  MAX_RESULT_CHARS,
  toInteger,
  tooLong,
  toText,
} from './values.ts'

/** Returns the characters of a text. An array of them takes 20 times the memory of the text. */
function charactersOf(name: string, text: string): string[] {
  return [...boundedResult(name, text)]
}

/** Returns the index in UTF-16 units behind so many characters from the beginning. */
function unitsOf(text: string, characters: number): number {
  let at = 0
  for (let i = 0; i < characters && at < text.length; i++) at += widthAt(text, at)
  return at
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** Returns how many characters a text has, up to an index in UTF-16 units. */
function countCharacters(text: string, end = text.length): number {
  let count = 0
  for (let at = 0; at < end; at += widthAt(text, at)) count++
  return count
}

/** Most parts of a text: an array of them is made. */
const MAX_PARTS = 1_000_000

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
  const parts = mark === '' ? [whole] : whole.split(mark, MAX_PARTS + 1)
  if (parts.length > MAX_PARTS) {
    throw new FunctionError(
      'split_part',
      `a text has more than ${MAX_PARTS} parts`,
      'Pass a part of it: `substr(x, 1, 100000)`.',
    )
  }
  return parts.at(index > 0 ? index - 1 : index) ?? ''
}

/** Returns the first characters; with a negative number all but the last. */
export function left(text: SqlValue, count: SqlValue): SqlValue {
  const whole = toText(text)
  if (whole === null || count === null) return null
  const number = toInteger('left', 'the number of characters', count)
  return whole.slice(0, unitsOf(whole, number < 0 ? countCharacters(whole) + number : number))
}

/** Returns the last characters; with a negative number all but the first. */
export function right(text: SqlValue, count: SqlValue): SqlValue {
  const whole = toText(text)
  if (whole === null || count === null) return null
  const number = toInteger('right', 'the number of characters', count)
  return whole.slice(unitsOf(whole, number < 0 ? -number : countCharacters(whole) - number))
}

/** SQLite's own functions change the letters A to Z only. */
export const lower = ofTexts((text) => boundedResult('lower', text.toLowerCase()))
export const upper = ofTexts((text) => boundedResult('upper', text.toUpperCase()))
export const reverse = ofTexts((text) => charactersOf('reverse', text).reverse().join(''))
export const startsWith = ofTexts((text, part = '') => Number(text.startsWith(part)))
export const endsWith = ofTexts((text, part = '') => Number(text.endsWith(part)))
/** Returns the position of a part, from 1 on, in characters; 0 if it is not there. */
export const strpos = ofTexts((text, part = '') => {
  const at = text.indexOf(part)
  return at < 0 ? 0 : countCharacters(text, at) + 1
})
export const charLength = ofTexts((text) => countCharacters(text))
export const initcap = ofTexts((text) =>
  boundedResult(
    'initcap',
    boundedResult('initcap', text)
      .toLowerCase()
      .replace(/[\p{L}\p{N}]+/gu, (word) => {
        const first = String.fromCodePoint(word.codePointAt(0) ?? 0)
        return first.toUpperCase() + word.slice(first.length)
      }),
  ),
)

/** Replaces each character of the second text by the one at its place in the third. */
export const translate = ofTexts((text, from = '', to = '') => {
  const targets = charactersOf('translate', to)
  const map = new Map<string, string>()
  for (const [i, char] of charactersOf('translate', from).entries())
    if (!map.has(char)) map.set(char, targets[i] ?? '')
  const chars = charactersOf('translate', text).map((char) => map.get(char) ?? char)
  return boundedResult('translate', chars.join(''))
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
    const [chars, fillers] = [charactersOf(name, whole), charactersOf(name, filler)]
    if (chars.length >= size || fillers.length === 0) return chars.slice(0, size).join('')
    const missing = size - chars.length
    const added = Array.from({ length: missing }, (_, i) => fillers[i % fillers.length]).join('')
    return name === 'lpad' ? added + whole : whole + added
  }
}
