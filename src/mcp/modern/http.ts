import { createMcpHandler, type McpHttpHandler, type Server } from '@modelcontextprotocol/server'
import type { HandlersFor } from '../access/offered.ts'
import type { AnswerExchange, Exchange } from '../http/exchange-contract.ts'
import type { LateTools } from '../late-tools.ts'
import type { RequestContext } from '../request-context.ts'
import { createModernServer } from './server.ts'

/** Creates what answers POSTs of the versions without a handshake. */
export function createModern(handlersFor: HandlersFor): AnswerExchange {
  const make = (requestContext: RequestContext) =>
    createModernServer(handlersFor(requestContext.narrowing), requestContext)
  return createModernOf(make, handlersFor(undefined).lateTools)
}

/**
 * Creates what answers POSTs with servers of `make`, one for each. The SDK checks headers against the
 * body. A call is cancelled by closing its connection.
 */
export function createModernOf(
  make: (requestContext: RequestContext, body: unknown) => Server,
  lateTools?: LateTools,
): AnswerExchange {
  const exchanges = new WeakMap<Request, Exchange>()
  const handler = (responseMode: 'auto' | 'sse'): McpHttpHandler =>
    createMcpHandler(
      ({ requestInfo }) => {
        const exchange = requestInfo && exchanges.get(requestInfo)
        if (!exchange) throw new Error('The SDK asked for a server without a request.')
        const { requestContext, body, form, isSubscription, onStart } = exchange
        // A JSON document cannot carry progress.
        const server = make({ ...requestContext, acceptsProgress: form !== 'json' }, body)
        onStart({
          // The stream of a subscription outlives its server; only a shutdown ends it from here.
          close: () => (isSubscription ? subscriptions.close() : server.close()),
          send: async (message) => server.transport?.send(message),
        })
        return server
      },
      { legacy: 'reject', responseMode },
    )
  const handlers = { json: handler('auto'), stream: handler('sse') }
  const subscriptions = handler('sse')
  lateTools?.onChange(() => subscriptions.notify.toolsChanged())
  return (exchange) => {
    const request = webRequest(exchange)
    exchanges.set(request, exchange)
    const { fetch } = exchange.isSubscription ? subscriptions : handlers[exchange.form]
    return fetch(request, { parsedBody: exchange.body })
  }
}

/** Returns the part of the request that the SDK reads; the rest was checked before. No credentials. */
function webRequest({ request: { headers }, disconnected }: Exchange): Request {
  const mcp = Object.entries(headers).filter(([name]) => name.startsWith('mcp-'))
  return new Request('http://localhost/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...Object.fromEntries(mcp.map(([name, value]) => [name, String(value)])),
    },
    signal: disconnected(),
  })
}
