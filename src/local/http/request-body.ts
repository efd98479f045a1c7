import type { IncomingMessage } from 'node:http'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ApiError } from '../api-error.ts'
import { decoderFor } from '../content-encoding.ts'

/** The most that a body may hold after decompression: the platform's MAX_PAYLOAD_SIZE_BYTES. */
export const MAX_INFLATED_BYTES = 9 * 1024 * 1024

/**
 * Reads a whole request body and decompresses it.
 * @param maxBytes the most bytes to accept, before decompression
 * @throws {ApiError} 413 `request-too-large`, 400 or 415
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const decoder = decoderFor(request.headers['content-encoding'] ?? '')
  const stages = decoder ? [decoder, limit(MAX_INFLATED_BYTES)] : []
  try {
    const collector = new Collector()
    await pipeline([bodyOf(request, maxBytes), ...stages, collector])
    return Buffer.concat(collector.chunks)
  } catch (error) {
    if (error instanceof ApiError) throw error
    const message = 'The body could not be decompressed. Check its Content-Encoding header.'
    throw new ApiError(400, 'invalid-request', message)
  }
}

/**
 * Returns the raw body as a separate stream. If it fails the request stays open, so that the error
 * can still be answered. It fails with 413 above `maxBytes`, and with 400 if the client disconnects.
 */
export function bodyOf(request: IncomingMessage, maxBytes: number): Readable {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const body = limit(maxBytes)
  request.once('close', () => {
    if (request.complete) return
    const message = 'The client disconnected before the body was complete.'
    body.destroy(new ApiError(400, 'request-aborted-prematurely', message))
  })
  // Readers get the error. Without a listener it would crash if it comes before anyone reads.
  body.on('error', () => {})
  return request.pipe(body)
}

/** Passes bytes through, up to a maximum. */
function limit(maxBytes: number): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length
      if (seen > maxBytes) done(tooLarge(maxBytes))
      else done(null, chunk)
    },
  })
}

function tooLarge(maxBytes: number): ApiError {
  const message = `The body is larger than ${maxBytes} bytes. Split it into smaller requests.`
  return new ApiError(413, 'request-too-large', message)
}

class Collector extends Writable {
  readonly chunks: Buffer[] = []

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk)
    done()
  }
}
