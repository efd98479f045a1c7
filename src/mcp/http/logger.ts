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
  /** Writes lines that another process has made. */
  writeLines(lines: string): void
  /** Writes the lines that still wait, at the end of the process. */
  flush(): void
}

/**
 * Creates a logger that writes one JSON object per line to standard error, without credentials.
 * @param redactor knows the secrets of the server
 * @param worker the number of this process among those of the server, for its lines
 */
export function createLogger(redactor: Redactor, worker?: number): Log {
  const stream = destination({
    dest: STDERR,
    sync: false,
    minLength: WRITE_BYTES,
    maxLength: MAX_WAITING_BYTES,
  })
  // The server keeps serving if its log can no longer be written.
  stream.on('error', () => {})
  const write = writeTogether(stream)
  const logger = pino(
    {
      base: { name: 'apify-agent-tools', ...(worker !== undefined && { worker }) },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['*.authorization', '*.headers', '*.token', 'authorization', 'headers', 'token'],
    },
    { write: (line) => write(redactLine(line, redactor)) },
  )
  return {
    logger,
    writeLines: (lines) => write(`${lines}\n`),
    flush: () => stream.flushSync(),
  }
}

/** Returns what writes lines to a stream, at the latest after some time. */
function writeTogether(stream: ReturnType<typeof destination>): (lines: string) => void {
  let timer: NodeJS.Timeout | undefined
  let waitingBytes = 0
  const flushLater = () => {
    if (timer) return
    timer = setTimeout(() => {
      timer = undefined
      stream.flush()
    }, WRITE_MS).unref()
  }
  stream.on('write', (bytes: number) => {
    waitingBytes -= bytes
  })
  stream.on('drop', (lines: string) => {
    waitingBytes -= Buffer.byteLength(lines)
  })
  // While the stream writes, `flush` does nothing. Without this, the last lines would wait for the next one.
  stream.on('drain', () => waitingBytes > 0 && flushLater())
  return (lines) => {
    waitingBytes += Buffer.byteLength(lines)
    stream.write(lines)
    flushLater()
  }
}

/** Returns a line without credentials. A line that has one is still JSON, with its numbers. */
function redactLine(line: string, { logLine }: Redactor): string {
  return logLine(line) === line ? line : `${JSON.stringify(mapTexts(JSON.parse(line), logLine))}\n`
}
