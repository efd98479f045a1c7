import type { IncomingMessage } from 'node:http'
import type { Redactor } from '../../exit/redact.ts'
import type { RequestContext } from '../request-context.ts'
import { sharesName, type Tenant } from './auth.ts'
import type { ClientResponse } from './client-response.ts'
import type { EventLoopQueue } from './event-loop-queue.ts'
import type { EraDispatch } from './exchange-contract.ts'
import { HttpError, SERVER_ERROR, sendJson } from './http-error.ts'
import { CANCELLED, createInFlightPost, type ServedPost } from './in-flight-post.ts'
import type { InFlightRequests } from './in-flight-requests.ts'
import { type Form, formOfAnswer, type Post, parsePost } from './parse-post.ts'
import type { RequestBodies } from './request-body.ts'
import { sendAnswer } from './send-response.ts'
import type { SessionIds } from './session-ids.ts'
import type { SharedState } from './shared-state.ts'
import { disconnected, type WaitingClient, watchClient } from './waiting-client.ts'

/** This server's session ids have 36 or 38 characters; replicas of other versions may differ. */
const MAX_SESSION_ID_CHARS = 256

interface PostLimits {
  inFlight: InFlightRequests
  shared: SharedState
  bodies: RequestBodies
  /** The queue in which requests are read and checked. */
  requestQueue: EventLoopQueue
  /** The queue in which calls begin and responses of Apify are read, which is far more work. */
  callQueue: EventLoopQueue
  sessionIds: SessionIds
}

export interface PostOptions extends PostLimits {
  tenant: Tenant
  requestContext: RequestContext
  eraDispatch: EraDispatch
  /**
   * Called with the parsed POST.
   * @throws {HttpError} if the client may not send it
   */
  onPost(post: Post): Promise<void> | undefined
}

/**
 * Answers one POST. What serves it serves nothing else, and ends with it.
 * @throws {HttpError} if the POST is refused before it reaches MCP
 */
export async function answerPost(
  request: IncomingMessage,
  response: ClientResponse,
  options: PostOptions,
): Promise<void> {
  const { shared, tenant, sessionIds } = options
  const client = watchClient(response)
  try {
    const post = await receive(request, client, options)
    const sessionId = post.claim.era === 'legacy' ? sessionIdOf(request) : undefined
    const form = formOfAnswer(request.headers.accept, post.mayTakeLong)
    const inFlightPost = createInFlightPost(post, form, tenant, sessionId)
    if (post.requests.length > 0) await enter(post, inFlightPost, client, options)
    // A notification is a request of its own here, so that only the session says whose call it means.
    if (
      sessionId !== undefined &&
      post.cancelled.length > 0 &&
      sessionIds.isOurs(sessionId, tenant)
    )
      for (const requestId of post.cancelled)
        shared.cancel({ tenant: tenant.digest, sessionId, requestId })
    if (post.requests.length === 0) response.writeHead(202, { 'content-length': 0 }).end()
    else await serve(request, response, client, { post, form, inFlightPost, sessionId, options })
  } finally {
    client.finish()
  }
}

async function receive(
  request: IncomingMessage,
  client: WaitingClient,
  { requestQueue, bodies, tenant, onPost }: PostOptions,
): Promise<Post> {
  // A client that accepts neither form need not send the body.
  formOfAnswer(request.headers.accept, false)
  await requestQueue.waitTurn()
  const released = client.closed.then(() => (client.mayLeave ? client.finished : undefined))
  const body = await bodies.read(request, sharesName(tenant), released)
  const post = parsePost(body, text(request.headers['mcp-protocol-version']))
  // Up to 2025-11-25 a lost connection cancels nothing.
  client.mayLeave = post.claim.era === 'legacy'
  await onPost(post)
  return post
}

/** Takes a slot until the client no longer waits. Subscriptions are idle; the SDK limits their number. */
async function enter(
  post: Post,
  inFlightPost: ServedPost,
  client: WaitingClient,
  { inFlight, shared: { slots }, tenant }: PostOptions,
): Promise<void> {
  if (inFlight.isClosed) throw shuttingDown()
  const sharing = sharesName(tenant)
  const release = post.isSubscription ? undefined : await slots.take(sharing, client.closed)
  const remove = post.isSubscription
    ? inFlight.addSubscription(inFlightPost)
    : inFlight.add(inFlightPost)
  client.closed.then(() => {
    release?.()
    remove()
    if (!client.mayLeave || client.isFinished) return
    const ended = [inFlight.leave(inFlightPost), slots.leave(sharing)]
    client.finished.then(() => {
      for (const end of ended) end()
    })
  })
}

interface Accepted {
  post: Post
  form: Form
  inFlightPost: ServedPost
  sessionId: string | undefined
  options: PostOptions
}

async function serve(
  request: IncomingMessage,
  response: ClientResponse,
  { closed, mayLeave }: WaitingClient,
  { post, form, inFlightPost, sessionId, options }: Accepted,
): Promise<void> {
  const { callQueue, eraDispatch, requestContext, sessionIds, shared, tenant } = options
  await callQueue.waitTurn()
  if (response.destroyed && !mayLeave) return
  const left = post.requests.filter(({ id }) => inFlightPost.requestIds.has(id))
  const [first] = left
  const { redactor } = options.requestContext.environment
  if (!first) return answerCancelled(response, form, post, redactor)
  const exchange = {
    request,
    version: post.claim.era === 'legacy' ? post.claim.version : undefined,
    body: post.isBatch ? left : first,
    isSubscription: post.isSubscription,
    form,
    requestContext,
    disconnected: () => disconnected(response, closed),
    onStart: inFlightPost.start,
    declaredViews: () => sessionId !== undefined && sessionIds.declaresViews(sessionId, tenant),
  }
  const answer = await (await eraDispatch(post.claim.era))(exchange)
  // What served it was closed, and has nothing to say.
  if (!answer) return void response.destroy()
  await sendAnswer(answer, response, redactor, {
    sessionId: post.isInitialize ? sessionIds.create(tenant, post.declaresViews) : undefined,
    readsOn: mayLeave,
    async onUnread(bytes, read) {
      if (!(await shared.slots.holdUnread(sharesName(tenant), bytes, read))) response.destroy()
    },
  })
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

/** Returns the error of a process that is about to end; it sends clients to another replica. */
function shuttingDown(): HttpError {
  const headers = { connection: 'close', 'retry-after': '1' }
  return new HttpError(503, 'The server is shutting down. Send the request again.', { headers })
}

/** Returns a header as text; Node gives repeated headers as a list. */
function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header
}
