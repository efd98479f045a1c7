/** How many items a run had at a time, in milliseconds. */
export interface ItemCount {
  at: number
  items: number
}

/** How many counts are kept: some minutes of a run that is polled every few seconds. */
const MAX_COUNTS = 61
/** Two counts closer than this say little about a rate, in milliseconds. */
const MIN_GAP_MS = 1000

/** Returns the counts with one more. A count that is unknown or too close to the last one is left out. */
export function addCount(
  counts: readonly ItemCount[],
  items: number | undefined,
  at: number,
): readonly ItemCount[] {
  const last = counts.at(-1)
  if (items === undefined || (last !== undefined && at - last.at < MIN_GAP_MS)) return counts
  return [...counts, { at, items }].slice(-MAX_COUNTS)
}

/** Returns the items per minute between successive counts, oldest first. A count that fell is no rate. */
export function ratesOf(counts: readonly ItemCount[]): number[] {
  return counts.slice(1).map(({ at, items }, i) => {
    const before = counts[i] ?? { at, items }
    return at > before.at ? Math.max(0, ((items - before.items) / (at - before.at)) * 60_000) : 0
  })
}

/**
 * Returns the points of a line through values, as SVG writes them. The lowest place is zero.
 * @param size width and height in pixels, within which the line stays
 */
export function linePoints(
  values: readonly number[],
  { width, height }: { width: number; height: number },
): string {
  const highest = Math.max(...values, 0) || 1
  const step = values.length > 1 ? width / (values.length - 1) : 0
  return values
    .map((value, i) => `${round(i * step)},${round(height - (value / highest) * height)}`)
    .join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
