import type { Readable } from 'node:stream'

/** The answer of a handler. The server adds the rest (length, HEAD, errors) and sends it. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: string | Readable
}

/** Returns an object of the API in its envelope, `{ "data": … }`. */
export function data(value: object, status = 200): Reply {
  return json({ data: value }, status)
}

/**
 * Returns 201 with a new object and its address.
 * @param location the whole URL
 */
export function created(value: object, location: string): Reply {
  return at(location, data(value, 201))
}

/**
 * Returns 201 for something that was stored at an address, without a description of it.
 * @param location the whole URL
 */
export function stored(location: string): Reply {
  return at(location, json({}, 201))
}

function at(location: string, reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, location } }
}

/** Returns JSON without the envelope. */
export function json(value: object, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  }
}

/**
 * Returns a body that is read as fast as the client takes it, and closed if the client disconnects.
 */
export function stream(body: Readable, headers: Record<string, string>): Reply {
  return { status: 200, headers, body }
}

/** Returns 204, without a body. */
export function noContent(): Reply {
  return { status: 204, headers: {}, body: '' }
}
