import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server'
import type { Answers } from '../answers.ts'
import { createModernServer } from '../modern.ts'
import type { AnswerExchange, Exchange } from './exchange.ts'

/**
 * Answers POSTs of the versions without a handshake, whose headers are checked against the body.
 * A call is cancelled by closing its connection.
 */
export function createModern(answers: Answers): AnswerExchange {
  const exchanges = new WeakMap<Request, Exchange>()
  const handler = (responseMode: 'auto' | 'sse'): McpHttpHandler =>
    createMcpHandler(
      ({ requestInfo }) => {
        const exchange = requestInfo && exchanges.get(requestInfo)
        if (!exchange) throw new Error('A server was asked for without a request.')
        const { asker, form, onStart } = exchange
        // One document has no room for progress.
        const server = createModernServer(answers, { ...asker, isDeaf: form === 'json' })
        onStart({
          close: () => server.close(),
          send: async (message) => server.transport?.send(message),
        })
        return server
      },
      // Nothing that could be listened for ever changes.
      { legacy: 'reject', responseMode, maxSubscriptions: 0 },
    )
  const handlers = { json: handler('auto'), stream: handler('sse') }
  return (exchange) => {
    const request = webRequest(exchange)
    exchanges.set(request, exchange)
    return handlers[exchange.form].fetch(request, { parsedBody: exchange.body })
  }
}

/** What the SDK looks at; the rest was looked at before. Credentials stay out of it. */
function webRequest({ request: { headers }, signal }: Exchange): Request {
  const mcp = Object.entries(headers).filter(([name]) => name.startsWith('mcp-'))
  return new Request('http://localhost/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...Object.fromEntries(mcp.map(([name, value]) => [name, String(value)])),
    },
    signal,
  })
}
