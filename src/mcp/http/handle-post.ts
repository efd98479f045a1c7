import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Redactor } from '../../exit/redact.ts'
import type { RequestContext } from '../request-handlers.ts'
import type { Tenant } from './auth.ts'
import type { ClientResponse } from './client-response.ts'
import type { EventLoopQueue } from './event-loop-queue.ts'
import type { EraDispatch } from './exchange-contract.ts'
import { HttpError, SERVER_ERROR, sendJson } from './http-error.ts'
import { CANCELLED, createInFlightPost, type ServedPost } from './in-flight-post.ts'
import type { InFlightRequests } from './in-flight-requests.ts'
import { type Form, formOfAnswer, type Post, parsePost } from './parse-post.ts'
import { busy, type RequestBodies } from './request-body.ts'
import { sendAnswer } from './send-response.ts'

/** This server's session ids have 36 characters; replicas of other versions may differ. */
const MAX_SESSION_ID_CHARS = 256

interface PostLimits {
  inFlight: InFlightRequests
  bodies: RequestBodies
  /** The queue in which requests are read and checked. */
  requestQueue: EventLoopQueue
  /** The queue in which calls begin and responses of Apify are read, which is far more work. */
  callQueue: EventLoopQueue
  maxConcurrency: number
}

export interface PostOptions extends PostLimits {
  tenant: Tenant
  /** Whether many users share the tenant, so that a call without a session id belongs to none of them. */
  isShared: boolean
  requestContext: RequestContext
  eraDispatch: EraDispatch
  /** Called with the parsed POST. */
  onPost(post: Post): void
}

/**
 * Answers one POST, with a server and a transport of its own, which end with it.
 * @throws {HttpError} if the POST is refused before it reaches MCP
 */
export async function answerPost(
  request: IncomingMessage,
  response: ClientResponse,
  options: PostOptions,
): Promise<void> {
  const { inFlight, tenant, isShared } = options
  const closed = new Promise<void>((resolve) => response.once('close', resolve))
  const post = await receive(request, closed, options)
  // A session id of its own keeps the cancellations of legacy clients from it.
  const sessionId = post.claim.era === 'modern' ? randomUUID() : sessionIdOf(request)
  const form = formOfAnswer(request.headers.accept, post.mayTakeLong)
  const inFlightPost = createInFlightPost(post, form, tenant, sessionId)
  if (post.requests.length > 0) {
    checkCapacity(options, post)
    closed.then(
      post.isSubscription ? inFlight.addSubscription(inFlightPost) : inFlight.add(inFlightPost),
    )
  }
  // A call without a session id cannot be told from those of others that share the key.
  if (!isShared || sessionId !== undefined)
    for (const requestId of post.cancelled) inFlight.cancel(tenant.digest, sessionId, requestId)
  if (post.requests.length === 0) response.writeHead(202, { 'content-length': 0 }).end()
  else await serve(request, response, closed, { post, form, inFlightPost, options })
}

async function receive(
  request: IncomingMessage,
  closed: Promise<void>,
  { requestQueue, bodies, onPost }: PostOptions,
): Promise<Post> {
  // A client that accepts neither form need not send the body.
  formOfAnswer(request.headers.accept, false)
  await requestQueue.waitTurn()
  const body = await bodies.read(request, closed)
  const post = parsePost(body, text(request.headers['mcp-protocol-version']))
  onPost(post)
  return post
}

interface Accepted {
  post: Post
  form: Form
  inFlightPost: ServedPost
  options: PostOptions
}

async function serve(
  request: IncomingMessage,
  response: ClientResponse,
  closed: Promise<void>,
  { post, form, inFlightPost, options }: Accepted,
): Promise<void> {
  await options.callQueue.waitTurn()
  if (response.destroyed) return
  const left = post.requests.filter(({ id }) => inFlightPost.requestIds.has(id))
  const { redactor } = options.requestContext.environment
  if (left.length === 0) return answerCancelled(response, form, post, redactor)
  const gone = new AbortController()
  // A client that disconnects ends what it has started.
  closed.then(() => {
    if (!response.writableEnded) gone.abort()
  })
  const exchange = {
    request,
    version: post.claim.era === 'legacy' ? post.claim.version : undefined,
    body: post.isBatch ? left : left[0],
    isSubscription: post.isSubscription,
    form,
    requestContext: options.requestContext,
    signal: gone.signal,
    onStart: inFlightPost.start,
  }
  const answer = await (await options.eraDispatch(post.claim.era))(exchange)
  await sendAnswer(answer, response, redactor, post.isInitialize ? randomUUID() : undefined)
}

/** Answers a POST whose requests were all cancelled before they began. */
function answerCancelled(
  response: ClientResponse,
  form: Form,
  post: Post,
  redactor: Redactor,
): void {
  if (form === 'stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end()
    return
  }
  const error = { code: SERVER_ERROR, message: CANCELLED }
  sendJson(response, 200, { jsonrpc: '2.0', id: post.requests[0]?.id, error }, redactor)
}

function sessionIdOf({ headers }: IncomingMessage): string | undefined {
  const sessionId = text(headers['mcp-session-id'])
  if (sessionId === undefined || sessionId.length <= MAX_SESSION_ID_CHARS) return sessionId
  throw new HttpError(
    400,
    'Unknown Mcp-Session-Id. Send the one that `initialize` returned, or none.',
  )
}

/** Checks that one more POST can be answered. Subscriptions are idle; the SDK limits their number. */
function checkCapacity({ inFlight, maxConcurrency }: PostLimits, { isSubscription }: Post): void {
  if (inFlight.isClosed) throw shuttingDown()
  if (!isSubscription && inFlight.size >= maxConcurrency)
    throw busy(`The server already handles ${maxConcurrency} requests, its maximum.`)
}

/** Returns the error of a process that is about to end; it sends clients to another replica. */
function shuttingDown(): HttpError {
  const headers = { connection: 'close', 'retry-after': '1' }
  return new HttpError(503, 'The server is shutting down. Send the request again.', { headers })
}

/** Returns a header as text; Node gives repeated headers as a list. */
function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header
}
