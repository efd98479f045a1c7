import { once } from 'node:events'
import type { Server } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import type { Logger } from 'pino'
import type { Host } from '../../call.ts'
import type { HttpConfig } from '../../config/http.ts'
import { UsageError } from '../../config.ts'
import type { Tenant } from './access.ts'
import { Bodies } from './body.ts'
import { createBoundedServer, DEFAULT_LIMITS } from './connections.ts'
import { startEntry } from './entry.ts'
import type { Exchanger } from './exchange.ts'
import { Flights } from './flights.ts'
import { createLog, withoutCredentials } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { answerPost } from './post.ts'
import { Refusal, refuse } from './refusal.ts'
import { createRouter } from './router.ts'
import { Turns } from './turns.ts'

/** Connections beyond those whose requests are answered: idle ones, probes, and bodies on their way. */
const SPARE_CONNECTIONS = 1024
/** Requests that are read and checked in one turn of the event loop: some 2 ms of work. */
const ARRIVALS_PER_TURN = 16
/** Calls under way may take so long once the process is told to end, in milliseconds. */
const DRAIN_MS = 10_000
/** How long the last answers may take to leave, in milliseconds. */
const LAST_WORDS_MS = 500

/**
 * By how much the heap may outgrow what lived at the last full collection, in percent. By V8's own
 * choice it doubles and more under load, and a replica's memory is paid for all the time.
 */
const HEAP_GROWTH_PERCENT = 50

/** A host whose calls can be made with the token of a client. */
interface TenantHost extends Host {
  withToken(token: string): Host
}

export interface HttpService {
  /** Where clients reach it. */
  url: string
  /** Takes no more requests, waits for those under way up to 10 s, then ends them. */
  stop(): Promise<void>
}

/** Logs and metrics first, since what is served needs them; then the service over it. */
export function prepareHttp(http: HttpConfig) {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`)
  const { logger, flush } = createLog()
  const flights = new Flights()
  const metrics = createMetrics(() => flights.size)
  const turns = new Turns(1)
  const outlook: Outlook = { http, logger, flights, metrics, turns }
  return {
    /** Takes lines for the operator. */
    log: (line: string) => logger.warn(withoutCredentials(line)),
    onRetry: metrics.retried,
    pace: turns.next,
    flush,
    /** @throws UsageError where the address cannot be had */
    serve: (options: ServeOptions) => serve(options, outlook),
  }
}

interface ServeOptions {
  /** What answers each POST. */
  exchanger: Exchanger
  host: TenantHost
}

interface Outlook {
  http: HttpConfig
  logger: Logger
  flights: Flights
  metrics: Metrics
  turns: Turns
}

async function serve({ exchanger, host }: ServeOptions, outlook: Outlook): Promise<HttpService> {
  const { http, logger, flights, turns } = outlook
  const { maxConcurrency } = http
  const room = {
    flights,
    turns,
    arrivals: new Turns(ARRIVALS_PER_TURN),
    bodies: new Bodies(),
    maxConcurrency,
    isShared: http.access.kind === 'key',
  }
  const router = createRouter(outlook)
  const limits = { ...DEFAULT_LIMITS, connections: maxConcurrency + SPARE_CONNECTIONS }
  const server = createBoundedServer(limits, (request, response) => {
    response.once('close', flights.arrive())
    const entry = startEntry(request, response, { ...outlook, router })
    const post = (tenant: Tenant) => {
      const tenantHost = tenant.token === undefined ? host : host.withToken(tenant.token)
      return answerPost(request, response, {
        ...room,
        tenant,
        asker: { host: tenantHost, observe: entry.observe },
        exchanger,
        onPost: (asked) => entry.asked(asked, tenant),
      })
    }
    router.answer(request, response, post).catch((error) => {
      if (error instanceof Refusal) return refuse(response, error)
      logger.error(withoutCredentials(error instanceof Error ? `${error.stack}` : `${error}`))
      refuse(response, new Refusal(500, 'The server failed in a way that it does not know.'))
    })
  })
  const url = await listen(server, http)
  logger.info({ url }, 'listening')
  return { url, stop: () => stop(server, flights) }
}

async function listen(server: Server, { host, port }: HttpConfig): Promise<string> {
  const name = host.replace(/^\[|\]$/g, '')
  server.listen(port, name)
  await once(server, 'listening').catch((error) => {
    if (error?.code === 'EADDRINUSE')
      throw new UsageError(`--port=${port} is in use.`, 'Give another, or 0 for a free one.')
    if (error?.code === 'EACCES')
      throw new UsageError(`--port=${port} is not allowed to this user.`, 'Give one above 1023.')
    throw new UsageError(`--host=${host} cannot be listened on (${error?.code}).`, '')
  })
  const address = server.address()
  const bound = typeof address === 'object' ? address?.port : port
  return `http://${name.includes(':') ? `[${name}]` : name}:${bound}/mcp`
}

async function stop(server: Server, flights: Flights): Promise<void> {
  flights.close()
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await flights.landed(DRAIN_MS)
  flights.endAll(
    'The server is shutting down, and ended the call. Call again: a run that was started goes on.',
  )
  await flights.landed(LAST_WORDS_MS)
  server.closeAllConnections()
  await closed
}
