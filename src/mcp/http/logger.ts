import { destination, type Logger, pino, stdTimeFunctions } from 'pino'

/** Standard error; standard output is not used, as over stdio. */
const STDERR = 2
/** How many bytes of lines wait in memory while nobody reads them; later lines are dropped. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024

export interface Log {
  logger: Logger
  /** Writes the lines that still wait, at the end of the process. */
  flush(): void
}

/** Creates a logger that writes one JSON object per line to standard error, without credentials. */
export function createLogger(): Log {
  const stream = destination({ dest: STDERR, sync: false, maxLength: MAX_WAITING_BYTES })
  // The server keeps serving if its log can no longer be written.
  stream.on('error', () => {})
  const logger = pino(
    {
      base: { name: 'apify-agent-tools' },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['*.authorization', '*.headers', '*.token', 'authorization', 'headers', 'token'],
    },
    stream,
  )
  return { logger, flush: () => stream.flushSync() }
}
