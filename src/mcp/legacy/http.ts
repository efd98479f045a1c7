import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { HandlersFor } from '../access/offered.ts'
import type { AnswerExchange, Exchange } from '../http/exchange-contract.ts'
import type { RequestMessage } from '../jsonrpc.ts'
import { answerCall, documentOf, isPlainCall } from './call-document.ts'
import { JsonTransport } from './json-transport.ts'
import { createServer } from './server.ts'

/**
 * Creates what answers POSTs of the versions with a handshake: a server of the SDK and a transport for each,
 * but for calls whose answer is one JSON document.
 */
export function createLegacy(handlersFor: HandlersFor): AnswerExchange {
  return async (exchange) => {
    const { body, form, requestContext, onStart, version, declaredViews } = exchange
    const handlers = handlersFor(requestContext.narrowing)
    const request = form === 'json' && !Array.isArray(body) ? body : undefined
    if (request && isPlainCall(request)) return answerCall(handlers, request, exchange)
    // Without a stream to GET there is no way to announce anything.
    const server = createServer(handlers, requestContext, {
      announces: false,
      version,
      declaredViews,
    })
    const { transport, answer } = request ? serveDocument(request) : serveStream(exchange)
    await server.connect(transport)
    onStart({
      close: () => server.close(),
      send: (message) => transport.send(message),
      cancel(requestId) {
        const method = 'notifications/cancelled'
        transport.onmessage?.({ jsonrpc: '2.0', method, params: { requestId } })
      },
    })
    return answer()
  }
}

interface Serving {
  transport: Transport
  answer(): ReturnType<AnswerExchange>
}

function serveDocument(request: RequestMessage): Serving {
  const transport = new JsonTransport()
  return {
    transport,
    async answer() {
      const message = await transport.ask(request)
      return message && documentOf(message)
    },
  }
}

function serveStream({ version, body, form }: Exchange): Serving {
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: form === 'json',
  })
  return {
    transport,
    answer: () => transport.handleRequest(webRequest(version), { parsedBody: body }),
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
