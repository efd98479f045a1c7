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
}

export function requestOf(message: object) {
  return { method: 'POST' as const, path: '/mcp', headers: HEADERS, body: JSON.stringify(message) }
}

export async function post(
  server: StartedServer,
  message: object,
  { signal, headers }: { signal?: AbortSignal; headers?: Record<string, string> } = {},
): Promise<string> {
  return (await send(server, message, { signal, headers })).text()
}

function send(
  server: StartedServer,
  message: object,
  options: { signal?: AbortSignal | undefined; headers?: Record<string, string> | undefined } = {},
): Promise<Response> {
  const { headers, body, method } = requestOf(message)
  return fetch(`${server.origin}/mcp`, {
    method,
    headers: { ...headers, ...options.headers },
    body,
    ...(options.signal && { signal: options.signal }),
  })
}

/** Begins a session; returns the header with its id. */
export async function openSession(server: StartedServer): Promise<Record<string, string>> {
  const clientInfo = { name: 'bench', version: '1' }
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }
  const answer = await send(server, { jsonrpc: '2.0', id: 1, method: 'initialize', params })
  await answer.text()
  return { 'mcp-session-id': answer.headers.get('mcp-session-id') ?? '' }
}

/** Returns the same call in the revision 2026-07-28, in which a lost connection cancels it. */
export function modernCall(id: number, recordKey: string) {
  const key = 'io.modelcontextprotocol/'
  const _meta = {
    [`${key}protocolVersion`]: '2026-07-28',
    [`${key}clientInfo`]: { name: 'bench', version: '1' },
    [`${key}clientCapabilities`]: {},
  }
  const params = { name: 'get_record', arguments: { storeId: 'store', recordKey }, _meta }
  return {
    message: { jsonrpc: '2.0', id, method: 'tools/call', params },
    headers: {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'get_record',
    },
  }
}
