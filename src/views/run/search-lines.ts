/** A part of a text, which may be what was searched for. */
export interface TextPart {
  text: string
  isMatch: boolean
}

/** A regular expression as the server takes it. Lines that are here already are searched for text alone. */
export function isPattern(search: string): boolean {
  return /^\/.+\/i?$/.test(search)
}

/** Tells whether a text has what was searched for, in any case. */
export function hasText(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.toLowerCase())
}

/** How many parts of one line are marked. */
const MAX_MATCHES = 50

/** Returns the parts of a text, those that match marked; all of them together are the text. */
export function splitMatches(text: string, search: string): TextPart[] {
  const parts: TextPart[] = []
  const lower = text.toLowerCase()
  const wanted = search.toLowerCase()
  let at = 0
  // Some letters change their length with their case; then the places would be those of another text.
  const isAligned = lower.length === text.length && wanted !== ''
  while (isAligned && parts.length < 2 * MAX_MATCHES) {
    const found = lower.indexOf(wanted, at)
    if (found === -1) break
    if (found > at) parts.push({ text: text.slice(at, found), isMatch: false })
    at = found + wanted.length
    parts.push({ text: text.slice(found, at), isMatch: true })
  }
  if (at < text.length) parts.push({ text: text.slice(at), isMatch: false })
  return parts
}

/** A line of a result of `get_log` with `search`: `12: text` matches, `13- text` stands near. */
export interface FoundLine {
  number: number | undefined
  isMatch: boolean
  text: string
}

const FOUND = /^(\d+)([:-]) /

export function foundLine(line: string): FoundLine {
  const [start = '', number, mark] = FOUND.exec(line) ?? []
  return {
    number: number === undefined ? undefined : Number(number),
    isMatch: mark === ':',
    text: line.slice(start.length),
  }
}
