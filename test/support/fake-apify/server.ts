import { EventEmitter, once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { gunzipSync } from 'node:zlib'

/** A request that the fake received. `path` is raw, not decoded. */
export interface FakeRequest {
  method: string
  path: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  /** Decompressed if it came compressed. */
  body: Buffer
  /** The values of the `:names` in the pattern, decoded. */
  params: Record<string, string>
  /** Resolves when the connection of this request closes. `whole`: the answer was sent completely. */
  closed: Promise<{ whole: boolean }>
}

export type Handler = (
  request: FakeRequest,
  response: ServerResponse,
) => undefined | 'pass' | Promise<undefined | 'pass'>

interface Route {
  pattern: string
  handler: Handler
}

/**
 * Starts an HTTP server on loopback that records its requests. A handler that returns `pass` leaves
 * the request to the next route.
 */
export async function startRecordingServer(onUnmatched: Handler) {
  const routes: Route[] = []
  const requests: FakeRequest[] = []
  const ownNames = new Map<string, string>()
  const events = new EventEmitter().setMaxListeners(0)
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error) => response.destroy(error))
  })

  async function answer(incoming: IncomingMessage, response: ServerResponse) {
    const closed = new Promise<{ whole: boolean }>((resolve) => {
      response.once('close', () => resolve({ whole: response.writableFinished }))
    })
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://fake')
    const request: FakeRequest = {
      method: incoming.method ?? '',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: incoming.headers,
      body: await readBody(incoming),
      params: {},
      closed,
    }
    requests.push(request)
    events.emit('request', request)
    for (const { pattern, handler } of routes.toReversed()) {
      const params = match(pattern, request, ownNames)
      if (!params) continue
      request.params = params
      if ((await handler(request, response)) !== 'pass') return
    }
    await onUnmatched(request, response)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  const url = `http://127.0.0.1:${address.port}`

  return {
    url,
    requests,
    /** Ids by the names that resources of the account have. An id that is shorter than Apify's is a name too. */
    ownNames,
    /** Adds a route: `on('GET /v2/users/me', …)`. Later routes take precedence. */
    on(pattern: string, handler: Handler) {
      routes.push({ pattern, handler })
    },
    /** Returns the requests so far that match a pattern. */
    sent: (pattern: string) => requests.filter((request) => match(pattern, request, ownNames)),
    /** Returns the first request that matches a pattern. Waits for it if there is none yet. */
    async seen(pattern: string): Promise<FakeRequest> {
      for (;;) {
        const found = requests.find((request) => match(pattern, request, ownNames))
        if (found) return found
        await once(events, 'request')
      }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of incoming) parts.push(chunk)
  const body = Buffer.concat(parts)
  return incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}

type OwnNames = ReadonlyMap<string, string>

function match(
  pattern: string,
  request: FakeRequest,
  ownNames: OwnNames,
): Record<string, string> | undefined {
  const [method, path = ''] = pattern.split(' ')
  if (method !== '*' && method !== request.method) return undefined
  if (path === '*') return {}
  const wanted = path.split('/')
  const given = request.path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const segment = idOf(decodeURIComponent(given[i] ?? ''), ownNames)
    if (part.startsWith(':')) params[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return params
}

/** Returns the id in a segment of a path; of `~name`, the id of what the account has by that name. */
function idOf(segment: string, ownNames: OwnNames): string {
  const [, name] = /^~(.+)$/.exec(segment) ?? []
  if (name === undefined) return segment
  return ownNames.get(name) ?? (/^[a-z\d]{17}$/i.test(name) ? segment : name)
}
