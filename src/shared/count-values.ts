import { closingQuote } from './json.ts'

/** A text has at least this many characters for each value: `1,` is one with its comma. */
const CHARS_PER_VALUE = 2

/**
 * Returns whether JSON has more than `max` values: arrays, objects and what they hold. An object takes
 * many times the memory of its two characters, so the length of a text is no bound.
 */
export function hasMoreValues(json: string, max: number): boolean {
  return json.length >= max * CHARS_PER_VALUE && countValues(json, max) > max
}

/** Counts the values of JSON, and no further than to one more than `max`. */
export function countValues(json: string, max = Number.POSITIVE_INFINITY): number {
  let values = 1
  for (let at = 0; at < json.length && values <= max; at++) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = closingQuote(json, at + 1) - 1
    else if (code === COMMA || code === ARRAY || code === OBJECT) values++
  }
  return values
}

const QUOTE = 34
const COMMA = 44
const ARRAY = 91
const OBJECT = 123
