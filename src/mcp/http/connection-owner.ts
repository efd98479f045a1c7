import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Handles a request and writes its response. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void

/**
 * How many bytes of further requests are always read while one is in progress. Beyond it the socket is
 * paused, so that nothing shows when its client hangs up, unless memory for more is free.
 */
export const MAX_AHEAD_BYTES = 64 * 1024
/** How many are read at most then, for one connection. */
const MAX_LONG_AHEAD_BYTES = 4 * 1024 * 1024
/** The same for all connections together. */
export const MAX_TOTAL_AHEAD_BYTES = 64 * 1024 * 1024
/** How many bytes are parsed at once if it is unknown where a request ends. */
const STEP_BYTES = 1024
/** The end of the headers of a request. */
const HEADERS_END = Buffer.from('\r\n\r\n')

/**
 * Gives each connection an owner: `listener` gets one request of a connection at a time, and the next is
 * parsed only when its response is closed. Node alone hands out all requests that a client has sent,
 * and never closes those that wait when the client hangs up.
 * @param free how many bytes all connections together may read ahead
 */
export function ownConnections(
  server: Server,
  listener: Listener,
  free = MAX_TOTAL_AHEAD_BYTES,
): void {
  const memory = { free }
  const owners = new WeakMap<Socket, ConnectionOwner>()
  server.on('connection', (socket: Socket) =>
    owners.set(socket, new ConnectionOwner(socket, listener, memory)),
  )
  server.on('request', (request, response) => owners.get(request.socket)?.accept(request, response))
}

class ConnectionOwner {
  private readonly socket: Socket
  private readonly listener: Listener
  /** Shared by all connections. */
  private readonly memory: { free: number }
  /** Passes bytes to the parser of Node. */
  private readonly parse: ((chunk: Buffer) => void) | undefined
  /** The newest request whose headers are parsed. */
  private newest: IncomingMessage | undefined
  /** How many bytes of its body are not parsed yet, if its headers say how long it is. */
  private bodyBytes = 0
  /** How many bytes after the headers are parsed in the same step. */
  private withHeaders = 0
  /** Whether a response is not closed yet. */
  private isBusy = false
  /** Requests that were parsed together with the one in progress. */
  private waiting: [IncomingMessage, ServerResponse][] = []
  /** Bytes that are read, but not parsed. */
  private ahead: Buffer[] = []
  private aheadBytes = 0

  constructor(socket: Socket, listener: Listener, memory: { free: number }) {
    this.socket = socket
    this.listener = listener
    this.memory = memory
    const [parse] = socket.listeners('data')
    if (parse) {
      this.parse = (chunk) => Reflect.apply(parse, socket, [chunk])
      socket.removeAllListeners('data')
      socket.on('data', this.take)
    }
    const destroySoon = socket.destroySoon.bind(socket)
    socket.destroySoon = () => this.endAfterRequest(destroySoon)
    socket.once('close', () => {
      this.waiting = []
      this.takeAhead()
    })
  }

  /** Handles a request, or lets it wait for the one in progress. */
  accept(request: IncomingMessage, response: ServerResponse): void {
    this.newest = request
    this.bodyBytes = Number(request.headers['content-length'] ?? 0) - this.withHeaders
    // No upgrade is made, but after an offer of one Node's parser drops what it gets in the same step.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false
    this.waiting.push([request, response])
    this.handleNext()
  }

  /**
   * Ends the connection when all of the newest request has arrived. Node ends it with the answer; a client
   * that still sends would then get a reset, which takes the answer from it.
   */
  private endAfterRequest(destroySoon: () => void): void {
    const { newest } = this
    if (!newest || newest.complete || newest.destroyed) destroySoon()
    else {
      this.socket.end()
      newest.once('close', destroySoon).resume()
    }
  }

  private handleNext(): void {
    if (this.isBusy) return
    const next = this.waiting.shift()
    // A response that cannot be written is no reason to begin the work.
    if (next && this.socket.writable) this.handle(...next)
    // The body of a request that waited may be among what was read ahead.
    if (!this.mustWait()) this.readOn()
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    this.isBusy = true
    response.once('close', () => {
      this.isBusy = false
      this.handleNext()
    })
    this.listener(request, response)
  }

  /** Gives back what was read ahead, as if it arrived now. */
  private readOn(): void {
    if (this.ahead.length === 0 || !this.socket.writable || this.socket.readableEnded) return
    const [first = Buffer.alloc(0), ...more] = this.takeAhead()
    this.socket.unshift(more.length === 0 ? first : Buffer.concat([first, ...more]))
    this.socket.resume()
  }

  private takeAhead(): Buffer[] {
    const { ahead } = this
    this.memory.free += this.aheadBytes
    this.ahead = []
    this.aheadBytes = 0
    return ahead
  }

  private readonly take = (chunk: Buffer): void => {
    for (let at = 0; at < chunk.length; ) {
      const mustWait = this.mustWait()
      if (mustWait) this.keep(chunk.subarray(at))
      // Node has paused the socket for reasons of its own, and will resume it.
      else if (this.socket.isPaused()) this.socket.unshift(chunk.subarray(at))
      if (mustWait || this.socket.isPaused()) return
      const end = at + this.stepBytes(chunk, at)
      this.parse?.(end - at === chunk.length ? chunk : chunk.subarray(at, end))
      if (this.socket.destroyed) return
      at = end
    }
  }

  /** Returns whether all of a request is parsed, and its response is not closed yet. */
  private mustWait(): boolean {
    return this.waiting.length > 0 || (this.isBusy && this.newest?.complete === true)
  }

  /** Keeps bytes in memory, since only a socket that is read shows that its client has hung up. */
  private keep(bytes: Buffer): void {
    this.ahead.push(bytes)
    this.aheadBytes += bytes.length
    this.memory.free -= bytes.length
    const max = this.memory.free > 0 ? MAX_LONG_AHEAD_BYTES : MAX_AHEAD_BYTES
    if (this.aheadBytes >= max) this.socket.pause()
  }

  /** Returns how many bytes to parse, so that a step ends with the headers or the body of a request. */
  private stepBytes(chunk: Buffer, at: number): number {
    const rest = chunk.length - at
    if (this.newest?.complete !== false) {
      const end = chunk.indexOf(HEADERS_END, at)
      // Most often a chunk is one request, which is parsed in one step.
      const isOnly = end !== -1 && chunk.lastIndexOf(HEADERS_END) === end
      const headers = end + HEADERS_END.length - at
      this.withHeaders = isOnly ? rest - headers : 0
      if (isOnly) return rest
      return end === -1 ? Math.min(rest, STEP_BYTES) : headers
    }
    const step = Math.min(rest, this.bodyBytes > 0 ? this.bodyBytes : STEP_BYTES)
    this.bodyBytes -= step
    return step
  }
}
