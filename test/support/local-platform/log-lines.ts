const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /

/** Returns the lines of a log without their times. Throws if one has none. */
export function linesOf(log: string): string[] {
  if (log === '') return []
  if (!log.endsWith('\n')) throw new Error(`The log ends within a line: ${log.slice(-100)}`)
  return log
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      if (!TIME.test(line)) throw new Error(`This line has no time: ${line.slice(0, 100)}`)
      return line.replace(TIME, '')
    })
}
