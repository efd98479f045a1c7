import type { Readable } from 'node:stream'

/** The answer of a handler; the server adds the rest (length, HEAD, errors) and sends it. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: string | Readable
}

/** An object of the API in its envelope, `{ "data": … }`. */
export function data(value: object, status = 200): Reply {
  return json({ data: value }, status)
}

/** A newly created object, with its address. */
export function created(value: object, location: string): Reply {
  const reply = data(value, 201)
  return { ...reply, headers: { ...reply.headers, location } }
}

/** JSON without the envelope. */
export function json(value: object, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  }
}

/** A body that is read as the client takes it, and dropped when the client leaves. */
export function stream(body: Readable, headers: Record<string, string>): Reply {
  return { status: 200, headers, body }
}

/** 204: done, and nothing to say. */
export function noContent(): Reply {
  return { status: 204, headers: {}, body: '' }
}
