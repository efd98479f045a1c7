import { eventsToClient } from '../../exit/event-stream.ts'
import type { Redactor } from '../../exit/redact.ts'
import { type ClientText, jsonToClient } from '../../exit/to-client.ts'
import type { ClientResponse } from './client-response.ts'
import type { Answer } from './exchange-contract.ts'

interface SendOptions {
  /** The id that the client is to send with its requests. */
  sessionId: string | undefined
  /** Whether a stream is read to its end even if the client is gone, since that ends the work. */
  readsOn: boolean
  /** Called with how many bytes the client has not read so far; `read` resolves when it has. */
  onUnread(bytes: number, read: Promise<void>): Promise<void>
}

/** Sends an answer without secrets, no faster than the client reads it. */
export async function sendAnswer(
  answer: Answer,
  response: ClientResponse,
  redactor: Redactor,
  options: SendOptions,
): Promise<void> {
  const { sessionId, readsOn, onUnread } = options
  if (response.destroyed && !readsOn) return
  const { status, headers, body } = await partsOf(answer)
  if (sessionId !== undefined) headers['mcp-session-id'] = sessionId
  if (typeof body !== 'string') {
    if (!response.destroyed) response.writeHead(status, headers).flushHeaders()
    return sendStream(eventsToClient(body, redactor), response, options)
  }
  const document = jsonToClient(body, redactor)
  if (response.destroyed) return
  headers['content-length'] = String(Buffer.byteLength(document))
  response.writeHead(status, headers).end(document)
  if (response.writableLength > 0) onUnread(response.writableLength, drained(response))
}

async function partsOf(answer: Answer) {
  if ('document' in answer) {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    return { status: 200, headers, body: answer.document() }
  }
  const { status } = answer
  const headers = Object.fromEntries(answer.headers)
  const isStream = answer.headers.get('content-type') === 'text/event-stream'
  return { status, headers, body: isStream ? (answer.body ?? []) : await answer.text() }
}

async function sendStream(
  events: AsyncIterable<ClientText>,
  response: ClientResponse,
  { readsOn, onUnread }: SendOptions,
): Promise<void> {
  for await (const event of events) {
    if (response.destroyed && !readsOn) return
    if (response.destroyed || response.write(event)) continue
    const read = drained(response)
    onUnread(response.writableLength, read)
    await read
  }
  response.end()
}

function drained(response: ClientResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      response.off('drain', end).off('close', end)
      resolve()
    }
    response.on('drain', end).on('close', end)
  })
}
