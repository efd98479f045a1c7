import type { IncomingMessage } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { countValues } from '../../shared/count-values.ts'
import { MAX_VALUES } from '../../shared/json-excess.ts'
import { mediaType } from '../../shared/media-type.ts'
import { MessageError } from '../jsonrpc.ts'
import { parseMessageText } from '../message-text.ts'
import { HttpError } from './http-error.ts'
import type { Counts } from './tenant-counts.ts'

/** The maximum size of one body, in bytes. */
const MAX_BODY_BYTES = 4 * 1024 * 1024
/** The maximum size of all bodies of open requests together, in bytes. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024
/** The maximum size of those of one tenant, if there are others, in bytes. */
const MAX_TENANT_BYTES = MAX_TOTAL_BYTES / 4
/** Values of smaller bodies are not counted, in bytes. */
const MANY_BYTES = 256 * 1024
/** What an empty object takes. */
const BYTES_PER_VALUE = 48
/** When a client that got 429 may try again, in seconds. */
const RETRY_AFTER_SECS = 1

/** Reads request bodies within a limit on memory. */
export class RequestBodies {
  private readonly held: Counts
  private readonly maxTenantBytes: number

  /** @param held the bytes in memory, by tenant */
  constructor({ hasTenants, held }: { hasTenants: boolean; held: Counts }) {
    this.held = held
    this.maxTenantBytes = hasTenants ? MAX_TENANT_BYTES : MAX_TOTAL_BYTES
  }

  /**
   * Reads a body of a tenant and parses it as JSON. Its memory counts until `released` resolves.
   * @throws {HttpError} 400, 413, 415 or 429
   */
  async read(
    request: IncomingMessage,
    tenant: string,
    released: Promise<unknown>,
  ): Promise<unknown> {
    checkHeaders(request)
    let length = 0
    released.then(() => this.held.add(tenant, -length))
    const parts: Buffer[] = []
    const hold = (bytes: number) => {
      length += bytes
      this.hold(tenant, bytes)
    }
    await takeChunks(request, (part) => {
      if (length + part.length > MAX_BODY_BYTES) throw tooLarge()
      hold(part.length)
      parts.push(part)
    })
    const text = Buffer.concat(parts).toString('utf8')
    // Values take memory too, many times that of their text if they are small.
    const values = length > MANY_BYTES ? countValues(text, MAX_VALUES) : 0
    // More are refused below: to send them again would not help.
    if (values <= MAX_VALUES) hold(values * BYTES_PER_VALUE)
    if (length <= MANY_BYTES) return parse(text)
    // What a large body takes is spread over turns of the event loop.
    await nextTurn()
    const json = parse(text)
    await nextTurn()
    return json
  }

  private hold(tenant: string, bytes: number): void {
    this.held.add(tenant, bytes)
    if (this.held.of(tenant) > this.maxTenantBytes)
      throw busy('The server holds as much request data of this client as it can.')
    if (this.held.total > MAX_TOTAL_BYTES)
      throw busy('The server holds as much request data as it can.')
  }
}

/** Returns the error for a request that this replica has no capacity for at the moment. */
export function busy(why: string): HttpError {
  const headers = { 'retry-after': String(RETRY_AFTER_SECS) }
  return new HttpError(429, `${why} Send the request again after ${RETRY_AFTER_SECS} s.`, {
    headers,
  })
}

function checkHeaders({ headers }: IncomingMessage): void {
  if (mediaType(headers['content-type']) !== 'application/json')
    throw new HttpError(415, 'The Content-Type must be application/json.')
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding !== 'identity') throw new HttpError(415, 'Send the body without a Content-Encoding.')
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge()
}

function tooLarge(): HttpError {
  // A client that looks at the answer can stop sending.
  const headers = { connection: 'close' }
  const message = `The body is larger than ${MAX_BODY_BYTES} bytes. Send it in smaller parts.`
  return new HttpError(413, message, { headers })
}

/** Passes the chunks of a body to `take` until it throws; the socket stays open for an answer. */
function takeChunks(request: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      try {
        take(chunk)
      } catch (error) {
        // A rest that nobody reads would stop the next request of the connection.
        request.off('data', onData).resume()
        reject(error)
      }
    }
    const onGone = () => {
      // An error takes its time to make, and most requests close when they have been read.
      if (!request.readableEnded) reject(gone())
    }
    request.on('data', onData)
    request.once('end', resolve)
    request.once('close', onGone)
    request.once('error', onGone)
    if (request.destroyed) onGone()
  })
}

/** Returns an error that nobody reads; it only ends the work on the request. */
function gone(): HttpError {
  return new HttpError(400, 'The client went away.')
}

function parse(text: string): unknown {
  try {
    return parseMessageText(text, 'body')
  } catch (error) {
    if (error instanceof MessageError) {
      const { message, code, id } = error
      throw new HttpError(400, message, { code, id })
    }
    throw error
  }
}
