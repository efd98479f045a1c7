import type { Redactor } from '../../exit/redact.ts'
import { toClient } from '../../exit/to-client.ts'
import type { ClientResponse } from './client-response.ts'

/** An error code of the range that JSON-RPC 2.0, section 5.1, leaves to servers. */
export const SERVER_ERROR = -32000

export interface HttpErrorOptions {
  /** The error code of JSON-RPC. Default: `SERVER_ERROR`. */
  code?: number
  /** The id of the request that is refused, if it is known. */
  id?: string | number | null | undefined
  headers?: Record<string, string>
}

/** A request that is refused with an HTTP status and a text that says why. */
export class HttpError extends Error {
  override name = 'HttpError'

  constructor(
    readonly status: number,
    message: string,
    readonly options: HttpErrorOptions = {},
  ) {
    super(message)
  }
}

/** Answers with a JSON-RPC error; closes the connection if an answer has begun. */
export function sendError(
  response: ClientResponse,
  { status, message, options }: HttpError,
  redactor: Redactor,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const error = { code: options.code ?? SERVER_ERROR, message }
  const body = { jsonrpc: '2.0', id: options.id ?? null, error }
  sendJson(response, status, body, redactor, options.headers)
}

/** Answers with a JSON document. */
export function sendJson(
  response: ClientResponse,
  status: number,
  body: object,
  redactor: Redactor,
  headers: Record<string, string> = {},
): void {
  const text = toClient(body, redactor)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...redactor.value(headers),
  })
  response.end(text)
}

/** Returns the error for a client if the server itself fails. */
export function unexpectedError(): HttpError {
  return new HttpError(
    500,
    'Unexpected server error. Send the request again. The server log has the details.',
  )
}
