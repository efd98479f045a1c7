const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
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

/** Tells whether JSON is nested deeper than `levels`. Looks no further than it has to. */
export function isDeeper(text: string, levels: number): boolean {
  return !deepEnds(text, levels).next().done
}

/** Tells whether JSON has more than `max` values. Looks no further than it has to. */
export function hasMoreValues(text: string, max: number): boolean {
  // A value has at least one character, and a comma.
  if (text.length < max * 2) return false
  let values = 1
  for (let at = 0; at < text.length && values <= max; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === COMMA || code === OPEN_BRACKET || code === OPEN_BRACE) values++
  }
  return values > max
}

/** Replaces what is deeper than `levels` by a text that says so. */
export function cutDeepParts(text: string, levels = MAX_DEPTH): string {
  let cut = ''
  let from = 0
  let isDeep = false
  for (const at of deepEnds(text, levels)) {
    if (!isDeep) cut += text.slice(from, at) + CUT
    isDeep = !isDeep
    from = at
  }
  return from === 0 ? text : cut + text.slice(from)
}

/** Files hold what was sent within a few levels of their own. */
const MAX_STORED_DEPTH = MAX_DEPTH + 10

/**
 * Parses JSON that is stored, and replaces what is nested too deep by a text that says so.
 * @throws {SyntaxError} if the text is not JSON
 */
export function parseStored(text: string): unknown {
  return JSON.parse(cutDeepParts(text, MAX_STORED_DEPTH))
}

/**
 * Yields where each part below `levels` starts and where it ends, in turn. Looks at the text, as only
 * that needs no stack and as little time as it takes to read.
 */
function* deepEnds(text: string, levels: number): Generator<number> {
  // Each level takes two brackets, so most texts need no look.
  if (text.length <= levels * 2) return
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at)
        break
      case OPEN_BRACKET:
      case OPEN_BRACE:
        depth += 1
        if (depth === levels + 1) yield at
        break
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        if (depth === levels + 1) yield at + 1
        depth -= 1
    }
  }
}

/**
 * Returns the position of the quote that ends the string starting at `start`, or of the end of a text
 * that is torn.
 */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

/** Tells whether an odd number of backslashes precedes a position. */
function isEscaped(text: string, at: number): boolean {
  let before = at - 1
  while (text.charCodeAt(before) === BACKSLASH) before -= 1
  return (at - before) % 2 === 0
}
