import type { ServerResponse } from 'node:http'

/** Sends an answer, no faster than the client reads it. */
export async function sendAnswer(
  answer: Response,
  response: ServerResponse,
  sessionId: string | undefined,
): Promise<void> {
  if (response.destroyed) return
  const headers = Object.fromEntries(answer.headers)
  if (sessionId !== undefined) headers['mcp-session-id'] = sessionId
  if (answer.headers.get('content-type') !== 'text/event-stream') {
    const document = Buffer.from(await answer.arrayBuffer())
    headers['content-length'] = String(document.length)
    response.writeHead(answer.status, headers).end(document)
    return
  }
  response.writeHead(answer.status, headers).flushHeaders()
  for await (const chunk of answer.body ?? []) {
    if (response.destroyed) return
    if (!response.write(chunk)) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve)
    response.once('close', resolve)
  })
}
