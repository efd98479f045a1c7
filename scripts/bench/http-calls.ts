import { z } from 'zod'
import { CONNECTIONS, type StartedServer } from './http-servers.ts'

const answer = z.looseObject({
  result: z.looseObject({ structuredContent: z.looseObject({ value: z.unknown() }).optional() }),
})

/**
 * Calls a server `count` times on all connections at once.
 * @param wrong collects wrong answers. Without it the calls are ones that need no request upstream
 * @returns the time in seconds
 */
export async function run(
  server: StartedServer,
  count: number,
  wrong?: string[],
  from = 0,
): Promise<number> {
  let next = from
  const started = performance.now()
  const worker = async () => {
    while (next < from + count) {
      const id = next++
      const message = wrong ? call(id, `key${id}`) : lightCall(id)
      const { statusCode, body } = await server.pool.request(requestOf(message))
      const text = await body.text()
      if (wrong && !(statusCode === 200 && isAnswer(text, `key${id}`))) wrong.push(text)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  return (performance.now() - started) / 1000
}

export function isAnswer(text: string, key: string): boolean {
  const parsed = answer.safeParse(JSON.parse(text))
  return JSON.stringify(parsed.data?.result.structuredContent?.value) === JSON.stringify({ key })
}

export function call(id: number, recordKey: string): object {
  const params = { name: 'get_record', arguments: { storeId: 'store', recordKey } }
  return { jsonrpc: '2.0', id, method: 'tools/call', params }
}

/** Returns a call that fails the checks of the tool's arguments. */
function lightCall(id: number): object {
  const params = { name: 'get_record', arguments: { recordKey: 'key' } }
  return { jsonrpc: '2.0', id, method: 'tools/call', params }
}

const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: 'Bearer bench',
  'mcp-session-id': 'bench',
}

export function requestOf(message: object) {
  return { method: 'POST' as const, path: '/mcp', headers: HEADERS, body: JSON.stringify(message) }
}

export async function post(
  server: StartedServer,
  message: object,
  signal?: AbortSignal,
): Promise<string> {
  const { headers, body, method } = requestOf(message)
  const response = await fetch(`${server.origin}/mcp`, {
    method,
    headers,
    body,
    ...(signal && { signal }),
  })
  return response.text()
}
