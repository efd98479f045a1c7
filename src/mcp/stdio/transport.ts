import type { Readable, Writable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { Redactor } from '../../exit/redact.ts'
import { type ClientOutput, toClient } from '../../exit/to-client.ts'
import { INVALID_REQUEST, isRequest, MessageError, readMessage } from '../jsonrpc.ts'
import { parseMessageText } from '../message-text.ts'

/** The maximum length of a message, in characters; a longer one is answered with an error. */
const MAX_MESSAGE_CHARS = 64 * 1024 * 1024

/** A stream to a client: it takes only what may leave. */
type Output = ClientOutput & Pick<Writable, 'once'>

/**
 * Newline-delimited JSON-RPC on two streams. Unlike the transports of the SDKs, it answers malformed
 * lines, survives lines that are too long, and notices the end of its input.
 */
export class StdioTransport {
  /** Called when the client sends no more. It may still read, so answers can be sent until `close`. */
  onend?: () => void
  onclose?: () => void
  onmessage?: (json: unknown) => void
  private readonly input: Readable
  private readonly output: Output
  private readonly redactor: Redactor
  private readonly replay: readonly string[]
  private readonly answered = new Set<unknown>()
  private readonly decoder = new StringDecoder('utf8')
  private parts: string[] = []
  private length = 0
  private closed = false

  /** @param replay messages that were answered already: they are delivered, but not answered again */
  constructor(input: Readable, output: Output, redactor: Redactor, replay: readonly string[] = []) {
    this.input = input
    this.output = output
    this.redactor = redactor
    this.replay = replay
  }

  async start(): Promise<void> {
    for (const line of this.replay) {
      const message = readMessage(JSON.parse(line))
      if (isRequest(message)) this.answered.add(message.id)
      this.deliver(line)
    }
    this.input.on('data', (chunk: Buffer) => this.take(this.decoder.write(chunk)))
    this.input.once('end', () => (this.onend ? this.onend() : this.close()))
    this.input.once('error', () => this.close())
    // A client that stops reading is gone; only this event reports a failed write.
    this.output.once('error', () => this.close())
    // The fast start leaves the stream paused.
    this.input.resume()
  }

  async send(message: object): Promise<void> {
    if (this.closed) return
    // A request of the server may have the same id as one that was answered.
    const isAnswer = 'id' in message && !('method' in message)
    if (isAnswer && this.answered.delete(message.id)) return
    if (this.output.write(toClient(message, this.redactor))) return
    await new Promise<void>((resolve) => {
      this.output.once('drain', resolve)
      this.output.once('close', resolve)
    })
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.input.pause()
    this.onclose?.()
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
    else if (line.trim() !== '') this.deliver(line)
  }

  private deliver(line: string): void {
    try {
      this.onmessage?.(parseMessageText(line, 'line'))
    } catch (error) {
      if (!(error instanceof MessageError)) throw error
      this.sendError(error.code, error.message)
    }
  }

  private sendError(code: number, message: string): void {
    const error = { jsonrpc: '2.0', id: null, error: { code, message } }
    if (!this.closed) this.output.write(toClient(error, this.redactor))
  }
}
