import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

export interface WebServer {
  /** The origin, without a slash at the end. */
  origin: string
  /** The requested paths, in order. */
  hits: string[]
  close(): Promise<void>
}

/** Starts a server on a free port of this machine. It records the requested paths. */
export async function startWebServer(handler: Handler): Promise<WebServer> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    handler(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    hits,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Serves a site by path. A text is served as an HTML page, and unknown paths get 404. */
export function startSite(routes: Record<string, string | Handler>): Promise<WebServer> {
  return startWebServer((request, response) => {
    const route = routes[request.url ?? '']
    if (typeof route === 'function') return route(request, response)
    response.writeHead(route === undefined ? 404 : 200, { 'content-type': 'text/html' })
    response.end(route ?? 'Not here')
  })
}

/** Answers with a status, headers and a body. */
export function reply(status: number, headers: Record<string, string>, body: string | Buffer = '') {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, headers).end(body)
  }
}

/** Returns links to paths or addresses. */
export function links(...targets: string[]): string {
  return targets.map((target) => `<a href="${target}">to ${target}</a>`).join('\n')
}
