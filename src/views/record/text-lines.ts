/** Where a text was found. */
export interface LineMatch {
  /** The number of the line, from 0. */
  line: number
  /** The first character in the line, from 0. */
  column: number
}

/** More matches than a person goes through. */
export const MOST_LINE_MATCHES = 5000

/** Splits a text into lines, whichever way they end. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/)
}

/** Finds a text in lines, whatever the case of its letters; at most `MOST_LINE_MATCHES` places. */
export function searchLines(lines: readonly string[], query: string): LineMatch[] {
  const wanted = query.toLowerCase()
  const matches: LineMatch[] = []
  if (wanted === '') return matches
  for (const [line, text] of lines.entries()) {
    const lower = text.toLowerCase()
    for (let column = lower.indexOf(wanted); column >= 0; ) {
      matches.push({ line, column })
      if (matches.length === MOST_LINE_MATCHES) return matches
      column = lower.indexOf(wanted, column + wanted.length)
    }
  }
  return matches
}
