import { eventsToClient } from '../../exit/event-stream.ts'
import type { Redactor } from '../../exit/redact.ts'
import { jsonToClient } from '../../exit/to-client.ts'
import type { ClientResponse } from './client-response.ts'

/** Sends an answer of an SDK without secrets, no faster than the client reads it. */
export async function sendAnswer(
  answer: Response,
  response: ClientResponse,
  redactor: Redactor,
  sessionId: string | undefined,
): Promise<void> {
  if (response.destroyed) return
  const headers = Object.fromEntries(answer.headers)
  if (sessionId !== undefined) headers['mcp-session-id'] = sessionId
  if (answer.headers.get('content-type') !== 'text/event-stream') {
    const document = jsonToClient(await answer.text(), redactor)
    headers['content-length'] = String(Buffer.byteLength(document))
    response.writeHead(answer.status, headers).end(document)
    return
  }
  response.writeHead(answer.status, headers).flushHeaders()
  for await (const event of eventsToClient(answer.body ?? [], redactor)) {
    if (response.destroyed) return
    if (!response.write(event)) await drained(response)
  }
  response.end()
}

function drained(response: ClientResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve)
    response.once('close', resolve)
  })
}
