const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * How many arrays and objects may be inside each other. What is much deeper can be parsed, but not
 * written again: that takes a level of the stack for each.
 */
export const MAX_DEPTH = 1000

const CUT = JSON.stringify(`(left out: nested deeper than ${MAX_DEPTH} levels)`)

/** A part of a text that is nested too deep, from its first bracket to after its last. */
type Part = [start: number, end: number]

/** Tells whether JSON is nested deeper than `levels`. The text must be valid JSON. */
export function isDeeper(text: string, levels: number): boolean {
  return !deepParts(text, levels).next().done
}

/** Replaces what is deeper than `MAX_DEPTH` by a text that says so. The text must be valid JSON. */
export function cutDeepParts(text: string): string {
  let cut = ''
  let at = 0
  for (const [start, end] of deepParts(text, MAX_DEPTH)) {
    cut += text.slice(at, start) + CUT
    at = end
  }
  return at === 0 ? text : cut + text.slice(at)
}

/** Yields the parts below `levels`. Looks at the text, as only that needs no stack. */
function* deepParts(text: string, levels: number): Generator<Part> {
  // Each level takes two brackets, so most texts need no look.
  if (text.length <= levels * 2) return
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at)
        break
      case OPEN_BRACKET:
      case OPEN_BRACE:
        depth += 1
        if (depth === levels + 1) start = at
        break
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        if (depth === levels + 1) yield [start, at + 1]
        depth -= 1
    }
  }
}

/** Returns the position of the quote that ends the string starting at `start`. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

/** Tells whether an odd number of backslashes precedes a position. */
function isEscaped(text: string, at: number): boolean {
  let before = at - 1
  while (text.charCodeAt(before) === BACKSLASH) before -= 1
  return (at - before) % 2 === 0
}
