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

export function missing(response: ServerResponse, what: string): undefined {
  return sendError(response, 404, 'record-not-found', `${what} was not found`)
}

/** Answers with an error in the API's own shape. */
export function fail(status: number, type: string, message: string, data?: unknown): Handler {
  return (_, response) => sendError(response, status, type, message, data)
}

/** The handler for the first `times` requests only. */
export function times(count: number, handler: Handler): Handler {
  let left = count
  return (request, response) => (left-- > 0 ? handler(request, response) : 'pass')
}
