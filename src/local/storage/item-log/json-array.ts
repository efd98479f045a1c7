import { endOfString } from '../../json-depth.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Yields the elements of the text of a JSON array, with the white space around them. Only strings, commas
 * and brackets are looked at: the text is an array if each element is JSON.
 * @returns whether the array ends where the text does
 */
export function* elementsOf(text: string): Generator<string, boolean> {
  let start = text.indexOf('[') + 1
  let end = endOfElement(text, start)
  if (text.charCodeAt(end) === CLOSE_BRACKET && isBlank(text.slice(start, end)))
    return isBlank(text.slice(end + 1))
  for (; text.charCodeAt(end) === COMMA; end = endOfElement(text, start)) {
    yield text.slice(start, end)
    start = end + 1
  }
  yield text.slice(start, end)
  return text.charCodeAt(end) === CLOSE_BRACKET && isBlank(text.slice(end + 1))
}

/** Returns whether a text has only what JSON takes for white space. */
function isBlank(text: string): boolean {
  return !/[^ \t\r\n]/.test(text)
}

/** Returns the position of the comma or bracket that ends the element starting at `start`. */
function endOfElement(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at)
        break
      case OPEN_BRACKET:
      case OPEN_BRACE:
        depth += 1
        break
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        if (depth === 0) return at
        depth -= 1
        break
      case COMMA:
        if (depth === 0) return at
    }
  }
  return text.length
}
