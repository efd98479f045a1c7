import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { Redactor } from '../../exit/redact.ts'
import { toClient } from '../../exit/to-client.ts'
import { INVALID_REQUEST, isRequest, MessageError, readMessage } from '../jsonrpc.ts'
import { parseMessageText } from '../message-text.ts'
import { Inbox } from './inbox.ts'
import { type OutputStream, StdioOutput } from './output.ts'

/** The maximum length of a message, in characters; a longer one is answered with an error. */
const MAX_MESSAGE_CHARS = 64 * 1024 * 1024

/** How many characters of requests may wait before reading slows down. */
const MAX_WAITING_CHARS = 16 * 1024 * 1024
/** How often a chunk is read even then, in milliseconds, since the end of the input is behind it. */
const SLOW_READ_MS = 1000

/**
 * Newline-delimited JSON-RPC on two streams. Unlike the transports of the SDKs, it answers malformed
 * lines, survives lines that are too long, notices the end of its input, and begins no more requests
 * while the client does not read.
 */
export class StdioTransport {
  /** Called when the client sends no more. It may still read, so answers can be sent until `close`. */
  onend?: () => void
  onclose?: () => void
  onmessage?: (json: unknown) => void
  private readonly input: Readable
  private readonly stream: OutputStream
  private readonly output: StdioOutput
  private readonly redactor: Redactor
  private readonly replay: readonly string[]
  private readonly answered = new Set<unknown>()
  private readonly decoder = new StringDecoder('utf8')
  private parts: string[] = []
  private length = 0
  private closed = false
  private readonly inbox = new Inbox({
    deliver: (line, json) => this.deliver(line, json),
    hasRoom: () => this.output.hasRoom,
    onDelivered: () => this.readOn(),
  })
  private slowRead: NodeJS.Timeout | undefined

  /** @param replay messages that were answered already: they are delivered, but not answered again */
  constructor(
    input: Readable,
    output: OutputStream,
    redactor: Redactor,
    replay: readonly string[] = [],
  ) {
    this.input = input
    this.stream = output
    this.output = new StdioOutput(output)
    this.redactor = redactor
    this.replay = replay
  }

  async start(): Promise<void> {
    for (const line of this.replay) {
      const message = readMessage(JSON.parse(line))
      if (isRequest(message)) this.answered.add(message.id)
      this.deliver(line)
    }
    this.input.on('data', (chunk: Buffer) => {
      this.take(this.decoder.write(chunk))
      this.slowDown()
    })
    this.input.once('end', () => this.finish())
    this.input.once('error', () => this.close())
    this.stream.on('drain', () => this.inbox.deliverWaiting())
    // A client that stops reading is gone; only this event reports a failed write.
    this.stream.once('error', () => this.close())
    // The fast start leaves the stream paused.
    this.input.resume()
  }

  async send(message: object): Promise<void> {
    if (this.closed) return
    // A request of the server may have the same id as one that was answered.
    const isAnswer = 'id' in message && !('method' in message)
    if (isAnswer && this.answered.delete(message.id)) return
    // Progress and log are for a client that looks; it may miss some.
    if ('method' in message && MAY_BE_MISSED.has(message.method) && !this.output.hasRoom) return
    const isBelowMark = this.output.write(toClient(message, this.redactor))
    if (isAnswer) this.inbox.answered(message.id)
    if (!isBelowMark) await this.output.drained()
  }

  /** Closes the connection when the client has read its answers, or no longer reads. */
  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    clearTimeout(this.slowRead)
    this.input.pause()
    await this.output.whileRead(() => this.output.hasUnread)
    this.onclose?.()
  }

  private async finish(): Promise<void> {
    await this.output.whileRead(() => this.inbox.size)
    if (this.onend) this.onend()
    else await this.close()
  }

  /** Reads slowly if much waits, so that the end of the input is noticed; not at all if very much does. */
  private slowDown(): void {
    if (this.inbox.size < MAX_WAITING_CHARS) return
    this.input.pause()
    clearTimeout(this.slowRead)
    if (this.inbox.size < MAX_MESSAGE_CHARS)
      this.slowRead = setTimeout(() => this.input.resume(), SLOW_READ_MS)
  }

  private readOn(): void {
    if (this.closed || this.inbox.size >= MAX_WAITING_CHARS || !this.input.isPaused()) return
    clearTimeout(this.slowRead)
    this.input.resume()
  }

  private take(text: string): void {
    const pieces = text.split('\n')
    const last = pieces.pop() ?? ''
    for (const piece of pieces) {
      this.keep(piece)
      this.finishLine()
    }
    this.keep(last)
  }

  private keep(piece: string): void {
    this.length += piece.length
    if (this.length > MAX_MESSAGE_CHARS) this.parts = []
    else if (piece !== '') this.parts.push(piece)
  }

  private finishLine(): void {
    const line = this.parts.join('')
    const tooLong = this.length > MAX_MESSAGE_CHARS
    this.parts = []
    this.length = 0
    if (tooLong)
      this.sendError(
        INVALID_REQUEST,
        'The message is longer than 64 MiB. Send it in smaller parts.',
      )
    else if (line.trim() !== '') this.inbox.add(line, tryParse(line))
  }

  private deliver(line: string, json?: unknown): void {
    if (this.closed) return
    try {
      this.onmessage?.(json ?? parseMessageText(line, 'line'))
    } catch (error) {
      if (!(error instanceof MessageError)) throw error
      this.sendError(error.code, error.message, error.id ?? null)
    }
  }

  private sendError(code: number, message: string, id: string | number | null = null): void {
    const error = { jsonrpc: '2.0', id, error: { code, message } }
    if (!this.closed) this.output.write(toClient(error, this.redactor))
  }
}

const MAY_BE_MISSED = new Set<unknown>(['notifications/progress', 'notifications/message'])

/** Returns what a line holds; undefined if that is not JSON. */
function tryParse(line: string): unknown {
  try {
    return parseMessageText(line, 'line')
  } catch {
    return undefined
  }
}
