import { onTestFinished } from 'vitest'
import type { FakeApify } from './fake-apify/apify.ts'
import { answerIn, post, startHttp } from './http.ts'
import { envelope } from './modern-messages.ts'
import { MODERN } from './protocol-versions.ts'
import { HANDSHAKE, startRaw } from './raw-server.ts'

interface Answer {
  result?: unknown
  error?: { code: number; message: string }
}

/** Sends a request with params of any form; returns its answer, without the id. */
export type Ask = (method: string, params: unknown) => Promise<Answer>

/** The revisions and transports that a client may use. */
export const WAYS = [
  { era: 'legacy', transport: 'stdio' },
  { era: 'legacy', transport: 'HTTP' },
  { era: 'modern', transport: 'stdio' },
  { era: 'modern', transport: 'HTTP' },
] as const
export type Way = (typeof WAYS)[number]

interface WayOptions {
  args?: string[]
  /** The capabilities that the client declares, as its revision does. Default: none. */
  capabilities?: object | undefined
}

/** Starts the built server for requests of one revision over one transport. */
export function openWay(
  { era, transport }: Way,
  fake: FakeApify,
  options: WayOptions = {},
): Promise<Ask> {
  const complete =
    era === 'modern'
      ? (params: unknown) => withEnvelope(params, options.capabilities)
      : (params: unknown) => params
  return transport === 'stdio'
    ? openStdio(era, fake, complete, options)
    : openHttp(era, fake, complete, options)
}

type Complete = (params: unknown) => unknown

/** Adds the metadata of each modern request to params that have some place for it. */
function withEnvelope(params: unknown, capabilities: object = {}): unknown {
  const own = { 'io.modelcontextprotocol/clientCapabilities': capabilities }
  if (params === undefined) return envelope(MODERN, own)
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params
  const { _meta: meta = {} } = params as { _meta?: unknown }
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return params
  return { ...params, ...envelope(MODERN, { ...own, ...meta }) }
}

/** Returns the `initialize` of a legacy client. */
function handshake(capabilities: object) {
  const clientInfo = { name: 'raw', version: '1.0.0' }
  const params = { protocolVersion: '2025-06-18', capabilities, clientInfo }
  return { jsonrpc: '2.0', id: 1, method: 'initialize', params }
}

async function openStdio(
  era: Way['era'],
  fake: FakeApify,
  complete: Complete,
  { args = [], capabilities }: WayOptions,
): Promise<Ask> {
  const { child, write, answer } = await startRaw({ fake, args })
  onTestFinished(() => void child.kill())
  const [usual = '', ...rest] = HANDSHAKE
  const first = capabilities ? JSON.stringify(handshake(capabilities)) : usual
  if (era === 'legacy') write(first, ...rest)
  let id = 10
  return async (method, params) => {
    write(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params: complete(params) }))
    const { result, error } = (await answer(id)) as Answer
    return error ? { error } : { result }
  }
}

async function openHttp(
  era: Way['era'],
  fake: FakeApify,
  complete: Complete,
  { args = [], capabilities }: WayOptions,
): Promise<Ask> {
  const { url } = await startHttp({ fake, args })
  const { token } = fake
  const greeting =
    era === 'legacy' && capabilities && (await post(url, handshake(capabilities), { token }))
  const sessionId = greeting ? greeting.headers.get('mcp-session-id') : null
  let id = 10
  return async (method, params) => {
    const { name, uri } = Object(params)
    const named = method === 'resources/read' ? uri : name
    const headers = {
      'mcp-protocol-version': era === 'modern' ? MODERN : '2025-11-25',
      ...(era === 'modern' && { 'mcp-method': method }),
      ...(era === 'modern' && typeof named === 'string' && { 'mcp-name': named }),
      ...(sessionId !== null && { 'mcp-session-id': sessionId }),
    }
    const message = { jsonrpc: '2.0', id: ++id, method, params: complete(params) }
    const answer = await answerIn(await post(url, message, { token, headers }))
    if (answer.id !== id) throw new Error(`Answered with the id ${answer.id}, not ${id}.`)
    return answer.error ? { error: answer.error } : { result: answer.result }
  }
}
