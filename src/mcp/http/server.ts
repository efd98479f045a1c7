import type { Server } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import type { Logger } from 'pino'
import { type HttpConfig, hasTenants } from '../../config/http-flags.ts'
import type { Redactor } from '../../exit/redact.ts'
import type { LogLevel } from '../../shared/log-level.ts'
import type { ClientEnvironment } from '../../tool-call/call-environment.ts'
import { intersectNarrowings, narrowEnvironment } from '../access/narrowing.ts'
import { startLogEntry } from './access-log.ts'
import { authenticatorOf, isNamed, type Tenant } from './auth.ts'
import { type ConnectionLimits, createBoundedServer, DEFAULT_LIMITS } from './connection-limits.ts'
import { MAX_TOTAL_AHEAD_BYTES } from './connection-owner.ts'
import { EventLoopQueue } from './event-loop-queue.ts'
import type { EraDispatch } from './exchange-contract.ts'
import { answerPost } from './handle-post.ts'
import { HttpError, sendError, unexpectedError } from './http-error.ts'
import { InFlightRequests } from './in-flight-requests.ts'
import { listen } from './listen.ts'
import { createLogger } from './logger.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { readNarrowing } from './narrowing.ts'
import type { ResourceServer } from './oauth/resource-server.ts'
import { RequestBodies } from './request-body.ts'
import type { Offer } from './requested-tools.ts'
import { createRouter } from './router.ts'
import { countRunEnds } from './run-ends.ts'
import { createSessionIds } from './session-ids.ts'
import { ownState, type SharedState } from './shared-state.ts'

/** Connections beyond those with a concurrent request: idle ones, probes, and bodies in transit. */
const SPARE_CONNECTIONS = 1024
/** How many requests are read and checked per turn of the event loop: about 2 ms of work. */
const REQUESTS_PER_TURN = 16
/** How long open calls may take when the process is told to end, in milliseconds. */
const DRAIN_MS = 10_000
/** How long the last answers may take to be sent, in milliseconds. */
const FLUSH_MS = 500

/**
 * By how much the heap may grow beyond what survived the last full collection, in percent. By V8's
 * default it more than doubles under load, and the memory of a replica is paid for all the time.
 */
const HEAP_GROWTH_PERCENT = 50

interface PrepareOptions {
  /** Knows the secrets of the server. */
  redactor: Redactor
  /** The level of the log. Default: `info`. */
  level?: LogLevel | undefined
  /** What the processes of the server have in common. Default: it is the only one. */
  shared?: SharedState | undefined
}

interface HttpService {
  /** The URL of the MCP endpoint. */
  url: string
  /** Stops accepting requests, waits up to 10 s for the open ones, then ends them. */
  stop(): Promise<void>
}

/**
 * Creates logs and metrics, which the backend needs, and returns them with a function that serves.
 */
export function prepareHttp(
  http: HttpConfig,
  { redactor, level, shared = ownState(http) }: PrepareOptions,
) {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`)
  const { worker } = shared
  const { logger, flush } = createLogger(redactor, { level, worker: worker?.number })
  const inFlight = new InFlightRequests()
  const metrics = createMetrics(() => inFlight.size, worker?.snapshots)
  shared.join({
    count: (call) => inFlight.count(call),
    cancel: (call) => inFlight.cancel(call),
    snapshot: metrics.snapshot,
  })
  const callQueue = new EventLoopQueue(1)
  const services: Services = { http, logger, inFlight, metrics, callQueue, redactor, shared }
  return {
    logger,
    /** Receives lines for the operator. */
    log: (line: string) => logger.warn(line),
    onRetry: metrics.retried,
    waitTurn: callQueue.waitTurn,
    /** Counts the runs whose end calls see. */
    runCounter: countRunEnds(shared.runEnds, metrics.runEnded),
    flush,
    /** @throws {UsageError} if the server cannot listen on the address */
    serve: (options: ServeOptions) => serve(options, services),
  }
}

interface ServeOptions {
  /** Answers POSTs, by era. */
  eraDispatch: EraDispatch
  environment: ClientEnvironment
  /** What the server offers, of which requests may ask for less. */
  offered: Omit<Offer, 'settings'>
  /** Checks access tokens; undefined if no authorization server gives them out. */
  guard?: ResourceServer | undefined
}

interface Services {
  http: HttpConfig
  logger: Logger
  inFlight: InFlightRequests
  metrics: Metrics
  callQueue: EventLoopQueue
  redactor: Redactor
  shared: SharedState
}

async function serve(
  { eraDispatch, environment, offered, guard }: ServeOptions,
  services: Services,
): Promise<HttpService> {
  const { http, logger, inFlight, callQueue, shared } = services
  const postLimits = {
    inFlight,
    shared,
    callQueue,
    requestQueue: new EventLoopQueue(REQUESTS_PER_TURN),
    bodies: new RequestBodies({ hasTenants: hasTenants(http.access), held: shared.bodyBytes }),
    sessionIds: createSessionIds(http, () => operatorSecret(environment), shared.ownSecret),
  }
  const offer = { ...offered, settings: environment.settings }
  const router = createRouter({ ...services, authenticator: authenticatorOf(http, guard) })
  const server = createBoundedServer(limitsOf(services), (request, response) => {
    response.once('close', inFlight.trackRequest())
    const entry = startLogEntry(request, response, { router, ...services })
    let { redactor } = services
    const post = async (tenant: Tenant) => {
      const own = isNamed(tenant) ? environment.withClient(tenant) : environment
      redactor = own.redactor
      const asked = await readNarrowing(request, offer)
      const narrowing = intersectNarrowings(guard?.narrowingOf(tenant), asked)
      return answerPost(request, response, {
        tenant,
        requestContext: {
          environment: narrowEnvironment(own, narrowing),
          narrowing,
          observe: entry.observe,
          seals: shared.seals,
        },
        eraDispatch,
        onPost(asked) {
          entry.asked(asked, tenant, own.redactor)
          return guard?.checkScopes(asked, tenant, request)
        },
        ...postLimits,
      })
    }
    router.answer(request, response, post).catch((error) => {
      if (!(error instanceof HttpError))
        logger.error(redactor.logLine(error instanceof Error ? `${error.stack}` : `${error}`))
      sendError(response, error instanceof HttpError ? error : unexpectedError(), redactor)
    })
  })
  const { url } = await listen(server, http)
  if (!shared.worker) logger.info({ url }, 'listening')
  return { url, stop: () => stop(server, inFlight) }
}

/** Returns the limits of connections of this process. */
function limitsOf({ http, shared }: Services): ConnectionLimits {
  return {
    ...DEFAULT_LIMITS,
    // A process may have all connections with requests in progress, but only its part of spare memory.
    connections: http.maxConcurrency + SPARE_CONNECTIONS,
    aheadBytes: MAX_TOTAL_AHEAD_BYTES / (shared.worker?.count ?? 1),
  }
}

/** Returns the token that clients share; that of the local platform is known only later. */
function operatorSecret({ settings, secret }: ClientEnvironment): string | undefined {
  return settings.mode === 'cloud' ? secret() : undefined
}

async function stop(server: Server, inFlight: InFlightRequests): Promise<void> {
  inFlight.close()
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await inFlight.drained(DRAIN_MS)
  inFlight.endAll(
    'The server is shutting down and ended the call. Call again; a run that was started continues.',
  )
  await inFlight.drained(FLUSH_MS)
  server.closeAllConnections()
  await closed
}
