import { randomUUID } from 'node:crypto'
import type { Item } from './storage/item-log/item.ts'

/** What integers that a double would round begin with while they are strings. Nobody can guess it. */
const MARK = `integer ${randomUUID()} `

/** Most JSON has no number of so many digits: a look is enough. */
const MANY_DIGITS = /\d{16}/
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g')

/** Parses the JSON of an item. Integers that a double would round are marked strings, which `exactJson` turns back. */
export function parseExactly(text: string): Item {
  return parseMarked(text, MARK)
}

/** Parses the JSON of an item. Integers that a double would round are strings of their digits. */
export function parseDigits(text: string): Item {
  return parseMarked(text, '')
}

/** Returns JSON with all digits of the integers that `parseExactly` marked. */
export function exactJson(value: object): string {
  const json = JSON.stringify(value)
  return json.includes(MARK) ? json.replace(MARKED, '$1') : json
}

function parseMarked(text: string, mark: string): Item {
  return JSON.parse(MANY_DIGITS.test(text) ? markIntegers(text, mark) : text)
}

function markIntegers(text: string, mark: string): string {
  return text.replace(STRING_OR_NUMBER, (token) => {
    const isRounded = /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))
    return isRounded ? `"${mark}${token}"` : token
  })
}
