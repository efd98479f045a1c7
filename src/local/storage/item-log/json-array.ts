import { endOfString } from '../../json-depth.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Splits the text of a JSON array into the texts of its elements, with the white space around them.
 * @param text must be valid JSON: only strings, commas and brackets are looked at
 */
export function splitArray(text: string): string[] {
  const elements: string[] = []
  const last = text.lastIndexOf(']')
  for (let start = text.indexOf('[') + 1; start <= last; ) {
    const end = endOfElement(text, start)
    elements.push(text.slice(start, end))
    start = end + 1
  }
  const [only = ''] = elements
  return elements.length === 1 && only.trim() === '' ? [] : elements
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
