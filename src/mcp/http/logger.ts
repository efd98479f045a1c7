import { destination, type Logger, pino, stdTimeFunctions } from 'pino'
import { mapTexts, type Redactor } from '../../exit/redact.ts'

/** Standard error; standard output is not used, as over stdio. */
const STDERR = 2
/** Lines are written together: each write takes as long as a tenth of a call. In bytes, and in milliseconds. */
const WRITE_BYTES = 4096
const WRITE_MS = 100
/** How many bytes of lines wait in memory while nobody reads them; later lines are dropped. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024

export interface Log {
  logger: Logger
  /** Writes the lines that still wait, at the end of the process. */
  flush(): void
}

/**
 * Creates a logger that writes one JSON object per line to standard error, without credentials.
 * @param redactor knows the secrets of the server
 */
export function createLogger(redactor: Redactor): Log {
  const stream = destination({
    dest: STDERR,
    sync: false,
    minLength: WRITE_BYTES,
    maxLength: MAX_WAITING_BYTES,
  })
  // The server keeps serving if its log can no longer be written.
  stream.on('error', () => {})
  let waiting: NodeJS.Timeout | undefined
  const write = (line: string): void => {
    stream.write(redactLine(line, redactor))
    if (waiting) return
    waiting = setTimeout(() => {
      waiting = undefined
      stream.flush()
    }, WRITE_MS).unref()
  }
  const logger = pino(
    {
      base: { name: 'apify-agent-tools' },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['*.authorization', '*.headers', '*.token', 'authorization', 'headers', 'token'],
    },
    { write },
  )
  return { logger, flush: () => stream.flushSync() }
}

/** Returns a line without credentials. A line that has one is still JSON, with its numbers. */
function redactLine(line: string, { logLine }: Redactor): string {
  return logLine(line) === line ? line : `${JSON.stringify(mapTexts(JSON.parse(line), logLine))}\n`
}
