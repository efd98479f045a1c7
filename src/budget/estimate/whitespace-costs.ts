/** What whitespace costs in o200k_base, in tokens: mostly one token for a run of one character. */

const [NEWLINE, RETURN, BLANK] = [10, 13, 32] as const

export const isNewline = (code: number): boolean => code === NEWLINE || code === RETURN

/** Of one more character of whitespace. */
export function spaceCost(code: number, previous: number): number {
  const [ends, begins] = [isNewline(code), isNewline(previous)]
  if (code === previous || (ends && begins))
    return code === BLANK ? 0.0075 : code === RETURN ? 0.25 : 0.07
  return ends || !begins ? 0.7 : 0
}

/**
 * Of the blanks at the end of whitespace, beside what each costs.
 * @param blanks how many there are after the last newline
 */
export function blanksCost(
  blanks: number,
  { afterNewline, atEnd, joins }: { afterNewline: boolean; atEnd: boolean; joins: boolean },
): number {
  if (blanks === 0) return 0
  if (atEnd) return afterNewline ? 0.4 : 0
  return (blanks > 1 ? 1 : 0) + (joins ? 0 : 1) - (afterNewline ? 0 : 1)
}
