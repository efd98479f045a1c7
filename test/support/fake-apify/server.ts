import { EventEmitter, once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { gunzipSync } from 'node:zlib'

/** One request as the fake has seen it; `path` is raw, as it stood on the wire. */
export interface FakeRequest {
  method: string
  path: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  /** Decoded where it came compressed. */
  body: Buffer
  /** What the `:names` of the pattern stand for, decoded. */
  params: Record<string, string>
  /** Settles when the connection of this request is over: whether the answer was sent whole. */
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

/** A recording HTTP server on loopback; a route that answers `pass` leaves the request to the next. */
export async function startRecorder(onUnmatched: Handler) {
  const routes: Route[] = []
  const requests: FakeRequest[] = []
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
      const params = match(pattern, request)
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
    /** `on('GET /v2/users/me', …)`; the route that was added last is asked first. */
    on(pattern: string, handler: Handler) {
      routes.push({ pattern, handler })
    },
    /** The requests so far that a pattern matches. */
    sent: (pattern: string) => requests.filter((request) => match(pattern, request)),
    /** The first request that a pattern matches, now or once it comes. */
    async seen(pattern: string): Promise<FakeRequest> {
      for (;;) {
        const found = requests.find((request) => match(pattern, request))
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

function match(pattern: string, request: FakeRequest): Record<string, string> | undefined {
  const [method, path = ''] = pattern.split(' ')
  if (method !== '*' && method !== request.method) return undefined
  if (path === '*') return {}
  const wanted = path.split('/')
  const given = request.path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const segment = decodeURIComponent(given[i] ?? '')
    if (part.startsWith(':')) params[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return params
}
