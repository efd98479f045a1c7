import type { ServerResponse } from 'node:http'

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
export function sendError(response: ServerResponse, { status, message, options }: HttpError): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const error = { code: options.code ?? SERVER_ERROR, message }
  sendJson(response, status, { jsonrpc: '2.0', id: options.id ?? null, error }, options.headers)
}

/** Answers with a JSON document. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(text)
}
