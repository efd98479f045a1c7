import type { Readable } from 'node:stream'

/** What may be left of a body that is read to its end. A new connection to Apify takes as much, and two round trips. */
const REST_BYTES = 64 * 1024
/** How long the rest may take to arrive, in milliseconds. */
const REST_MS = 1000

/**
 * Reads what is left of a body and discards it, if it is little, so that its connection can be used again. Otherwise
 * the connection is closed.
 */
export function discardRest(body: Readable): void {
  body.on('error', () => {})
  if (body.destroyed || body.readableEnded) return
  let left = REST_BYTES
  const timer = setTimeout(() => body.destroy(), REST_MS).unref()
  body.once('close', () => clearTimeout(timer))
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) body.destroy()
  })
  // One that was paused does not begin by itself.
  body.resume()
}
