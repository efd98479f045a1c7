import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { AnswerExchange } from '../http/exchange-contract.ts'
import type { RequestHandlers } from '../request-handlers.ts'
import { createServer } from './server.ts'

/** Creates what answers POSTs of the versions with a handshake: a server and a transport for each. */
export function createLegacy(handlers: RequestHandlers): AnswerExchange {
  return async ({ version, body, form, requestContext, signal, onStart }) => {
    const transport = new WebStandardStreamableHTTPServerTransport({
      enableJsonResponse: form === 'json',
    })
    // Without a stream to GET there is no way to announce anything.
    const server = createServer(handlers, requestContext, false)
    await server.connect(transport)
    onStart({
      close: () => server.close(),
      send: (message) => transport.send(message),
      cancel(requestId) {
        const method = 'notifications/cancelled'
        transport.onmessage?.({ jsonrpc: '2.0', method, params: { requestId } })
      },
    })
    signal.addEventListener('abort', () => server.close().catch(() => {}))
    return transport.handleRequest(webRequest(version), { parsedBody: body })
  }
}

/** One request per version, since a new one for each POST is slow. */
const webRequests = new Map<string | undefined, Request>()

/** Returns the part of the request that the transport reads; the rest was checked before. No credentials. */
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
