export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

/** A line as it is shown. */
export interface ShownLine {
  /** When it was written, ISO 8601; empty if the line does not say. */
  time: string
  text: string
  /** Undefined if neither the line nor one that it continues says so. */
  level: LogLevel | undefined
}

/** The time that Apify puts before each line. */
const TIME = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ?/
/** A level stands near the beginning of a line, after other marks at most. */
const LEVEL =
  /^.{0,40}?(?:\b(FATAL|CRITICAL|ERROR|ERR|WARN(?:ING)?|INFO|DEBUG|TRACE|VERBOSE)\b|"level":"(\w+)")/
/** What runtimes write about an error that nobody caught, such as `TypeError: …`. */
const THROWN = /^(?:Uncaught )?(?:\w*(?:Error|Exception)\b[^:]{0,40}:|Traceback \()/
/** A line that continues the one before, such as a frame of a stack. */
const CONTINUED = /^\s+\S/

const LEVELS: Record<string, LogLevel> = {
  FATAL: 'error',
  CRITICAL: 'error',
  ERROR: 'error',
  ERR: 'error',
  WARN: 'warn',
  WARNING: 'warn',
  INFO: 'info',
  DEBUG: 'debug',
  TRACE: 'debug',
  VERBOSE: 'debug',
}

/** Returns the lines with their times and levels. A line that continues another has its level. */
export function shownLines(lines: readonly string[]): ShownLine[] {
  let before: LogLevel | undefined
  return lines.map((line) => {
    const time = TIME.exec(line)?.[1] ?? ''
    const text = time === '' ? line : line.replace(TIME, '')
    const level = CONTINUED.test(text) ? before : levelOf(text)
    before = level
    return { time, text, level }
  })
}

/** Returns the level that a line says, without its time. */
export function levelOf(text: string): LogLevel | undefined {
  const [, word, member] = LEVEL.exec(text) ?? []
  const said = LEVELS[(word ?? member ?? '').toUpperCase()]
  return said ?? (THROWN.test(text) ? 'error' : undefined)
}
