import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Asker } from '../answers.ts'
import type { Tenant } from './access.ts'
import { type Bodies, busy } from './body.ts'
import type { Exchanger } from './exchange.ts'
import { CANCELLED, createFlight, type OwnFlight } from './flight.ts'
import type { Flights } from './flights.ts'
import { type Form, formOfAnswer, type Post, readPost } from './messages.ts'
import { Refusal, SERVER_ERROR, sendJson } from './refusal.ts'
import { sendAnswer } from './reply.ts'
import type { Turns } from './turns.ts'

/** Marks are chosen by this server (36 characters); other replicas of other versions may differ. */
const MAX_MARK_CHARS = 256

interface PostRoom {
  flights: Flights
  bodies: Bodies
  /** In which requests are read and checked. */
  arrivals: Turns
  /** In which calls begin, and answers of Apify are read: more work by far. */
  turns: Turns
  maxConcurrency: number
}

export interface PostOptions extends PostRoom {
  tenant: Tenant
  /** Whether many users share the tenant, so that a call without a mark belongs to none of them. */
  isShared: boolean
  asker: Asker
  exchanger: Exchanger
  /** Told what is asked. */
  onPost(post: Post): void
}

/**
 * Answers one POST: a server and a transport of its own, which end with it.
 * @throws Refusal where it is not answered in MCP's own terms
 */
export async function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  options: PostOptions,
): Promise<void> {
  const { flights, tenant, isShared } = options
  const closed = new Promise<void>((resolve) => response.once('close', resolve))
  const post = await receive(request, closed, options)
  // A mark of its own keeps the cancellations of other versions from it.
  const mark = post.isModern ? randomUUID() : markOf(request)
  const form = formOfAnswer(request.headers.accept, post.mayTakeLong)
  const flight = createFlight(post, form, tenant, mark)
  if (post.requests.length > 0) {
    checkRoom(options)
    closed.then(flights.add(flight))
  }
  // A call without a mark is not told from those of the others who share the key.
  if (!isShared || mark !== undefined)
    for (const requestId of post.cancelled) flights.cancel(tenant.digest, mark, requestId)
  if (post.requests.length === 0) response.writeHead(202, { 'content-length': 0 }).end()
  else await serve(request, response, closed, { post, form, flight, options })
}

async function receive(
  request: IncomingMessage,
  closed: Promise<void>,
  { arrivals, bodies, onPost }: PostOptions,
): Promise<Post> {
  // Whoever takes neither form need not send the body.
  formOfAnswer(request.headers.accept, false)
  await arrivals.next()
  const body = await bodies.read(request, closed)
  const post = readPost(body, text(request.headers['mcp-protocol-version']))
  onPost(post)
  return post
}

interface Accepted {
  post: Post
  form: Form
  flight: OwnFlight
  options: PostOptions
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  closed: Promise<void>,
  { post, form, flight, options }: Accepted,
): Promise<void> {
  await options.turns.next()
  if (response.destroyed) return
  const left = post.requests.filter(({ id }) => flight.requestIds.has(id))
  if (left.length === 0) return answerCancelled(response, form, post)
  const gone = new AbortController()
  // Stops what a client that went away has left under way.
  closed.then(() => {
    if (!response.writableEnded) gone.abort()
  })
  const exchange = {
    request,
    version: post.version,
    body: post.isBatch ? left : left[0],
    form,
    asker: options.asker,
    signal: gone.signal,
    onStart: flight.start,
  }
  const answer = await (await options.exchanger(post.isModern))(exchange)
  await sendAnswer(answer, response, post.isInitialize ? randomUUID() : undefined)
}

/** Ends a POST whose requests were all cancelled before they began. */
function answerCancelled(response: ServerResponse, form: Form, post: Post): void {
  if (form === 'stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end()
    return
  }
  const error = { code: SERVER_ERROR, message: CANCELLED }
  sendJson(response, 200, { jsonrpc: '2.0', id: post.requests[0]?.id, error })
}

function markOf({ headers }: IncomingMessage): string | undefined {
  const mark = text(headers['mcp-session-id'])
  if (mark === undefined || mark.length <= MAX_MARK_CHARS) return mark
  throw new Refusal(400, 'The Mcp-Session-Id is none that this server gave out.')
}

function checkRoom({ flights, maxConcurrency }: PostRoom): void {
  if (flights.isClosed) throw shuttingDown()
  if (flights.size >= maxConcurrency)
    throw busy(`The server answers ${maxConcurrency} requests, as many as it takes at once.`)
}

/** Sends clients of a process that is about to end to another replica. */
function shuttingDown(): Refusal {
  const headers = { connection: 'close', 'retry-after': '1' }
  return new Refusal(503, 'The server is shutting down. Send the request again.', { headers })
}

/** Header values that Node joins when they are repeated. */
function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header
}
