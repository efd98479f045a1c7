import type { ServerResponse } from 'node:http'
import type { Handler } from './server.ts'

export function send(response: ServerResponse, status: number, data: unknown): undefined {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(data === undefined ? {} : { data }))
}

export function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  data?: unknown,
): undefined {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ error: { type, message, data } }))
}

export function sendNotFound(response: ServerResponse, what: string): undefined {
  return sendError(response, 404, 'record-not-found', `${what} was not found`)
}

/** Returns a handler that answers with an error in the shape of the API. */
export function fail(status: number, type: string, message: string, data?: unknown): Handler {
  return (_, response) => sendError(response, status, type, message, data)
}

/** Returns a handler that handles only the first `count` requests. */
export function times(count: number, handler: Handler): Handler {
  let left = count
  return (request, response) => (left-- > 0 ? handler(request, response) : 'pass')
}
