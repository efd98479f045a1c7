import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Redactor } from '../../exit/redact.ts'
import { redactEcho } from '../../exit/redact-echo.ts'
import type { Outcome } from '../present.ts'
import type { Observe } from '../request-context.ts'
import type { Tenant } from './auth.ts'
import type { Metrics } from './metrics.ts'
import type { Post } from './parse-post.ts'
import type { Router } from './router.ts'
import { SHORT_DIGEST_CHARS } from './sha256.ts'

/** What a line shows of a method, in characters. */
const MAX_METHOD_CHARS = 60

/** The log line of one HTTP request. */
export interface Entry {
  /**
   * Adds what the request asks for, and which client sent it.
   * @param redactor knows the token of the client
   */
  asked(post: Post, tenant: Tenant, redactor: Redactor): void
  observe: Observe
}

interface EntryOptions {
  router: Router
  logger: Logger
  metrics: Metrics
}

/** Begins the line of a request; it is written when the answer ends. */
export function startLogEntry(
  request: IncomingMessage,
  response: ServerResponse,
  { router, logger, metrics }: EntryOptions,
): Entry {
  const started = performance.now()
  const asked: { tenant?: string; methods?: string[] } = {}
  const calls: { tool: string; outcome?: Outcome }[] = []
  let goesOn = false
  response.once('close', () => {
    metrics.answered(response.statusCode)
    const path = router.label(request)
    // A call without an outcome was cancelled, or goes on although its client has disconnected.
    const outcome = goesOn && !response.writableFinished ? 'continues' : 'cancelled'
    const line = {
      method: request.method,
      path,
      status: response.headersSent ? response.statusCode : undefined,
      ms: Math.round(performance.now() - started),
      ...(!response.writableFinished && { aborted: true }),
      ...asked,
      ...(calls.length > 0 && { calls: calls.map((call) => ({ outcome, ...call })) }),
    }
    // Probes come every few seconds and would hide the other lines.
    if (path === '/healthz' || path === '/metrics') logger.debug(line, 'request')
    else logger.info(line, 'request')
  })
  return {
    asked({ requests, cancelled, claim }, tenant, redactor) {
      goesOn = claim.era === 'legacy'
      if (tenant.token !== undefined || tenant.subject)
        asked.tenant = tenant.digest.slice(0, SHORT_DIGEST_CHARS)
      const methods = requests.map(({ method }) => shownMethod(method, redactor))
      asked.methods = cancelled.length > 0 ? [...methods, 'notifications/cancelled'] : methods
    },
    observe(tool) {
      const call: { tool: string; outcome?: Outcome } = { tool }
      calls.push(call)
      const recordOutcome = metrics.observe(tool)
      return (outcome) => {
        call.outcome = outcome
        recordOutcome(outcome)
      }
    },
  }
}

/** Returns a method as its client wrote it, which may be anything: without secrets, then cut. */
function shownMethod(method: string, redactor: Redactor): string {
  return redactor.logLine(redactEcho(method, redactor)).slice(0, MAX_METHOD_CHARS)
}
