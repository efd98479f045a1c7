interface Search {
  /** A number that is known to fit. */
  known: number
  /** The next number to try; each one after it is `growth` times as large. */
  first: number
  growth: number
  max: number
  /** How far below the largest number the found one may be, as a part of it; 0 for the exact one. */
  precision: number
}

/**
 * Returns the largest whole number up to `max` that fits. It starts small, because trying large
 * numbers is slow.
 */
export function largestThatFits(search: Search, fits: (n: number) => boolean): number {
  const { known, first, growth, max, precision } = search
  let best = known
  let above = first
  while (above < max && fits(above)) {
    best = above
    above = Math.ceil(above * growth)
  }
  if (above >= max && fits(max)) return max
  above = Math.min(above, max)
  while (above - best > Math.max(1, Math.floor(best * precision))) {
    const middle = (best + above) >> 1
    if (fits(middle)) best = middle
    else above = middle
  }
  return best
}
