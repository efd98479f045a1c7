import { destination, type Logger, pino, stdTimeFunctions } from 'pino'

/** Standard error; standard output is left alone as over stdio. */
const STDERR = 2
/** Lines wait in memory while nobody reads them, up to so many bytes; later ones are dropped. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024

export interface Log {
  logger: Logger
  /** Writes what still waits; for the end of the process. */
  flush(): void
}

/** Structured logs on standard error, one JSON object a line, without credentials. */
export function createLogger(): Log {
  const stream = destination({ dest: STDERR, sync: false, maxLength: MAX_WAITING_BYTES })
  // A log that nobody takes any more is no reason to stop serving.
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
