import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { Tenant } from './access.ts'
import { type Bodies, busy } from './body.ts'
import type { Flight, Flights } from './flights.ts'
import { type Form, formOfAnswer, type Post, readPost } from './messages.ts'
import { Refusal, SERVER_ERROR } from './refusal.ts'
import type { Turns } from './turns.ts'

/** Marks are chosen by this server (36 characters); other replicas of other versions may differ. */
const MAX_MARK_CHARS = 256

export interface PostRoom {
  flights: Flights
  bodies: Bodies
  turns: Turns
  maxConcurrency: number
}

export interface PostOptions extends PostRoom {
  tenant: Tenant
  /** Whether many users share the tenant, so that a call without a mark belongs to none of them. */
  isShared: boolean
  /** A server for this one request. */
  createServer(): Server
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
  const { flights, bodies, turns, tenant } = options
  const { headers } = request
  const closed = new Promise<void>((resolve) => response.once('close', resolve))
  formOfAnswer(headers.accept, false)
  const body = await bodies.read(request, closed)
  await turns.next()
  const post = readPost(body, text(headers['mcp-protocol-version']))
  options.onPost(post)
  const mark = text(headers['mcp-session-id'])
  if (mark !== undefined && mark.length > MAX_MARK_CHARS)
    throw new Refusal(400, 'The Mcp-Session-Id is none that this server gave out.')
  if (post.requests.length > 0) checkRoom(options)
  const cancel = () => {
    if (options.isShared && mark === undefined) return
    for (const requestId of post.cancelled) flights.cancel(tenant.digest, mark, requestId)
  }
  if (post.requests.length === 0) {
    cancel()
    response.writeHead(202, { 'content-length': 0 }).end()
    return
  }
  const form = formOfAnswer(headers.accept, post.mayTakeLong)
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: form === 'json',
  })
  const server = options.createServer()
  await server.connect(transport)
  const flight = createFlight({ post, form, server, transport, tenant, mark })
  const land = flights.add(flight)
  closed.then(() => {
    land()
    // Stops what a client that went away has left under way.
    if (!response.writableEnded) server.close().catch(() => {})
  })
  const answering = transport.handleRequest(webRequest(post.version), {
    parsedBody: post.isBatch ? post.requests : post.requests[0],
  })
  // A batch may stop requests of its own, once the transport has handed them out.
  setImmediate(cancel)
  await send(await answering, response, post.isInitialize ? randomUUID() : undefined)
}

function checkRoom({ flights, maxConcurrency }: PostRoom): void {
  if (flights.isClosed) throw shuttingDown()
  if (flights.size >= maxConcurrency)
    throw busy(`The server answers ${maxConcurrency} requests, as many as it takes at once.`)
}

/** Sends clients of a process that is about to end to another replica. */
export function shuttingDown(): Refusal {
  const headers = { connection: 'close', 'retry-after': '1' }
  return new Refusal(503, 'The server is shutting down. Send the request again.', { headers })
}

/** Header values that Node joins when they are repeated. */
function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header
}

/** One request for each version, since a new one for each POST costs much. */
const webRequests = new Map<string | undefined, Request>()

/** What the transport looks at; the rest was looked at before. Credentials stay out of it. */
function webRequest(version: string | undefined): Request {
  const known = webRequests.get(version)
  if (known) return known
  const request = new Request('http://localhost/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(version !== undefined && { 'mcp-protocol-version': version }),
    },
  })
  webRequests.set(version, request)
  return request
}

interface FlightParts {
  post: Post
  form: Form
  server: Server
  transport: WebStandardStreamableHTTPServerTransport
  tenant: Tenant
  mark: string | undefined
}

function createFlight({ post, form, server, transport, tenant, mark }: FlightParts): Flight {
  const requestIds = new Set(post.requests.map(({ id }) => id))
  const fail = (id: RequestId, message: string) =>
    // Where the answer was sent meanwhile there is nothing to say.
    transport.send({ jsonrpc: '2.0', id, error: { code: SERVER_ERROR, message } }).catch(() => {})
  return {
    tenant: tenant.digest,
    mark,
    requestIds,
    cancel(requestId) {
      const isLast = requestIds.size === 1
      if (!isLast) {
        const method = 'notifications/cancelled'
        transport.onmessage?.({ jsonrpc: '2.0', method, params: { requestId } })
      }
      // A cancelled request needs no answer, but HTTP needs a document and a batch its count.
      if (!isLast || form === 'json') fail(requestId, 'The call was cancelled by its client.')
      if (isLast) server.close().catch(() => {})
      requestIds.delete(requestId)
    },
    end(message) {
      for (const id of requestIds) fail(id, message)
      server.close().catch(() => {})
    },
  }
}

/** Passes an answer on as fast as the client reads it. */
async function send(
  answer: Response,
  response: ServerResponse,
  mark: string | undefined,
): Promise<void> {
  if (response.destroyed) return
  const headers = Object.fromEntries(answer.headers)
  if (mark !== undefined) headers['mcp-session-id'] = mark
  if (answer.headers.get('content-type') !== 'text/event-stream') {
    const document = Buffer.from(await answer.arrayBuffer())
    headers['content-length'] = String(document.length)
    response.writeHead(answer.status, headers).end(document)
    return
  }
  response.writeHead(answer.status, headers).flushHeaders()
  for await (const chunk of answer.body ?? []) {
    if (response.destroyed) return
    if (!response.write(chunk)) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve)
    response.once('close', resolve)
  })
}
