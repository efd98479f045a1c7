import type { AttemptEnd, SentRequest } from '../apify/types/api-watch.ts'
import type { Run } from '../apify/types/run-types.ts'
import type { LogLevel } from '../shared/log-level.ts'
import type { CallWatch } from './call-watch.ts'

/** One message about a call: a sentence, and its facts as fields. */
interface CallMessage {
  message: string
  [field: string]: string | number | undefined
}

/** Receives messages about a call. */
export type WriteCallLog = (level: LogLevel, message: CallMessage) => void

/** Returns what writes down what a call does, each at its level. */
export function callLog(write: WriteCallLog): CallWatch {
  return {
    attempt(request) {
      const startedAt = performance.now()
      return (end) => {
        const ms = Math.round(performance.now() - startedAt)
        write(levelOf(end), attemptMessage(request, end, ms))
      }
    },
    lookedUp(isFound) {
      if (isFound)
        write('notice', { message: 'The write whose answer was lost is done; it was found.' })
      else
        write('warning', {
          message: 'The write whose answer was lost is not found; it may be done all the same.',
        })
    },
    runStarted: (run) => write('info', runMessage('Run started', run)),
    runEnded: (run) =>
      write(run.status === 'SUCCEEDED' ? 'info' : 'warning', runMessage('Run ended', run)),
    rowsLoaded: (table, rows) =>
      write('info', { message: `${rows} rows loaded into ${table}.`, table, rows }),
    ended: ({ outcome, durationMs }) =>
      write('debug', { message: `Call ended: ${outcome}.`, outcome, durationMs }),
  }
}

function levelOf({ isInDoubt, retryInMs }: AttemptEnd): LogLevel {
  if (isInDoubt) return 'warning'
  return retryInMs === undefined ? 'debug' : 'notice'
}

function attemptMessage(
  { method, route, retries }: SentRequest,
  { status, failure, isInDoubt, retryInMs }: AttemptEnd,
  durationMs: number,
): CallMessage {
  const what = status === undefined ? (failure ?? 'no answer') : `status ${status}`
  const lost = isInDoubt ? ' It may be carried out all the same.' : ''
  const waitMs = retryInMs === undefined ? undefined : Math.round(retryInMs)
  const again = waitMs === undefined ? '' : ` It is sent again in ${waitMs} ms.`
  return {
    message: `${method} ${route}: ${what}.${lost}${again}`,
    method,
    route,
    durationMs,
    ...(status !== undefined && { status }),
    ...(failure !== undefined && { failure }),
    ...(retries > 0 && { retries }),
    ...(waitMs !== undefined && { waitMs }),
  }
}

function runMessage(what: string, { runId, status, actorName, actorId }: Run): CallMessage {
  const actor = actorName ?? actorId
  return {
    message: `${what}: ${runId} is ${status}.`,
    runId,
    status,
    ...(actor !== undefined && { actor }),
  }
}
