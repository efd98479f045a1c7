/** Counts the rows of a body in one format, while its parts pass. */
export interface RowCounter {
  add(part: Buffer): void
  /** Returns the rows so far. */
  count(): number
}

const NEWLINE = 10
const QUOTE = 34
const BACKSLASH = 92
const OPENING = new Set([91, 123])
const CLOSING = new Set([93, 125])

/** Returns a counter for a text format: line ends in cells and fields named like rows do not count. */
export function rowCounter(format: string): RowCounter {
  if (format === 'json') return elementCounter()
  if (format === 'csv') return recordCounter()
  if (format === 'html') return tagCounter(({ name }) => name === 'tr', 1)
  if (format === 'xml') return tagCounter(({ depth }) => depth === 1)
  if (format === 'rss') return tagCounter(({ name, depth }) => name === 'item' && depth === 2)
  return lineCounter()
}

/** Counts lines. A last line without a line end counts. */
function lineCounter(): RowCounter {
  let ends = 0
  let last = NEWLINE
  return {
    add(part) {
      for (let at = part.indexOf(NEWLINE); at !== -1; at = part.indexOf(NEWLINE, at + 1)) ends++
      last = part.at(-1) ?? last
    },
    count: () => ends + (last === NEWLINE ? 0 : 1),
  }
}

/** Counts the objects in the array of a JSON text. */
function elementCounter(): RowCounter {
  let rows = 0
  let depth = 0
  let isQuoted = false
  let isEscaped = false
  const outside = (byte: number) => {
    if (OPENING.has(byte) && ++depth === 2) rows++
    else if (CLOSING.has(byte)) depth--
  }
  return {
    add(part) {
      for (const byte of part) {
        if (isEscaped) isEscaped = false
        else if (byte === QUOTE) isQuoted = !isQuoted
        else if (isQuoted) isEscaped = byte === BACKSLASH
        else outside(byte)
      }
    },
    count: () => rows,
  }
}

/** Counts the records of csv after its header: lines, but not those that end inside quotes. */
function recordCounter(): RowCounter {
  let ends = 0
  let last = NEWLINE
  let isQuoted = false
  return {
    add(part) {
      for (const byte of part) {
        if (byte === QUOTE) isQuoted = !isQuoted
        else if (byte === NEWLINE && !isQuoted) ends++
      }
      last = part.at(-1) ?? last
    },
    count: () => Math.max(0, ends + (last === NEWLINE ? 0 : 1) - 1),
  }
}

interface Tag {
  name: string
  /** How many elements are open around it. */
  depth: number
}

/** A tag; or a comment, declaration or instruction, without a name. The name follows a slash in an end tag. */
const TAG = /<!--.*?-->|<[!?][^<>]*>|<(\/?)([^\s<>/!?]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gs

/** Counts the start tags that are rows. @param headers how many of them are no rows */
function tagCounter(isRow: (tag: Tag) => boolean, headers = 0): RowCounter {
  let rows = 0
  let depth = 0
  let rest = ''
  const enter = (name: string, isEmpty: boolean) => {
    if (isRow({ name, depth })) rows++
    if (!isEmpty) depth++
  }
  return {
    add(part) {
      // Tags are plain ASCII, whatever the charset of the text between them.
      const text = rest + part.toString('latin1')
      let read = 0
      for (const match of text.matchAll(TAG)) {
        const [tag, slash, name, inside = ''] = match
        read = match.index + tag.length
        if (name === undefined) continue
        if (slash) depth--
        else enter(name, inside.endsWith('/'))
      }
      const open = text.lastIndexOf('<')
      rest = open >= read ? text.slice(open) : ''
    },
    count: () => Math.max(0, rows - headers),
  }
}
