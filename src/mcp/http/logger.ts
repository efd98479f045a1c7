import { type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino'
import { mapTexts, type Redactor } from '../../exit/redact.ts'
import type { LogLevel } from '../../shared/log-level.ts'
import { LogWriter } from './log-writer.ts'

/** Standard error; standard output is not used, as over stdio. */
const STDERR = 2

export interface Log {
  logger: Logger
  /** Writes lines that another process has made. */
  writeLines(lines: string): void
  /** Writes the lines that still wait, at the end of the process. Takes up to 500 ms, and never fails. */
  flush(): Promise<void>
}

/** The levels of pino, which has none for notices and fewer for what is worse than an error. */
const PINO_LEVELS: Record<LogLevel, LevelWithSilent> = {
  debug: 'debug',
  info: 'info',
  notice: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'fatal',
  alert: 'fatal',
  emergency: 'fatal',
}

interface LoggerOptions {
  /** Lines below this level are left out. Default: `info`. */
  level?: LogLevel | undefined
  /** The number of this process among those of the server, for its lines. */
  worker?: number | undefined
}

/**
 * Creates a logger that writes one JSON object per line to standard error, without credentials.
 * @param redactor knows the secrets of the server
 */
export function createLogger(
  redactor: Redactor,
  { level = 'info', worker }: LoggerOptions = {},
): Log {
  // To use it sets pipes and sockets to non-blocking. A write that blocks would keep the process from ending.
  void process.stderr
  const writer = new LogWriter(STDERR)
  process.once('exit', () => writer.flushSync())
  const logger = pino(
    {
      level: PINO_LEVELS[level],
      base: { name: 'apify-agent-tools', ...(worker !== undefined && { worker }) },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['*.authorization', '*.headers', '*.token', 'authorization', 'headers', 'token'],
    },
    { write: (line) => writer.write(redactLine(line, redactor)) },
  )
  return {
    logger,
    writeLines: (lines) => writer.write(`${lines}\n`),
    flush: () => writer.flush(),
  }
}

/** Returns a line without credentials. A line that has one is still JSON, with its numbers. */
function redactLine(line: string, { logLine }: Redactor): string {
  return logLine(line) === line ? line : `${JSON.stringify(mapTexts(JSON.parse(line), logLine))}\n`
}
