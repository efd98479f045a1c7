/** Changes below this many pixels are not reported: hosts that answer with a resize would go on for ever. */
const MIN_CHANGE_PX = 5

/**
 * Makes a function that takes each measured height and reports those that differ enough from the last reported one.
 * @param report takes a height in whole pixels
 */
export function createHeightReport(report: (height: number) => void): (height: number) => void {
  let last: number | undefined
  return (height) => {
    const rounded = Math.ceil(height)
    if (last !== undefined && Math.abs(rounded - last) < MIN_CHANGE_PX) return
    last = rounded
    report(rounded)
  }
}
