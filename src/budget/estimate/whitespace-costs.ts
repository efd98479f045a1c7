/** What whitespace costs in o200k_base, in tokens: mostly one token for a run of one character. */

const [NEWLINE, RETURN, BLANK] = [10, 13, 32] as const

export const isNewline = (code: number): boolean => code === NEWLINE || code === RETURN

/** Returns the cost of one more whitespace character. */
export function spaceCost(code: number, previous: number): number {
  const [ends, begins] = [isNewline(code), isNewline(previous)]
  if (code === previous || (ends && begins))
    return code === BLANK ? 0.0075 : code === RETURN ? 0.25 : 0.07
  return ends || !begins ? 0.7 : 0
}

/**
 * Returns what the blanks at the end of whitespace add.
 * @param blanks how many there are after the last newline
 */
export function blanksCost(
  blanks: number,
  { afterNewline, atEnd, opensNext }: { afterNewline: boolean; atEnd: boolean; opensNext: boolean },
): number {
  if (blanks === 0) return 0
  if (atEnd) return afterNewline ? 0.4 : 0
  return (blanks > 1 ? 1 : 0) + (opensNext ? 0 : 1) - (afterNewline ? 0 : 1)
}
