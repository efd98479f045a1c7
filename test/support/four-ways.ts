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

/** Starts the built server for requests of one revision over one transport. */
export function openWay({ era, transport }: Way, fake: FakeApify): Promise<Ask> {
  const complete = era === 'modern' ? withEnvelope : (params: unknown) => params
  return transport === 'stdio' ? openStdio(era, fake, complete) : openHttp(era, fake, complete)
}

type Complete = (params: unknown) => unknown

/** Adds the metadata of each modern request to params that have some place for it. */
function withEnvelope(params: unknown): unknown {
  if (params === undefined) return envelope()
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params
  const { _meta: meta = {} } = params as { _meta?: unknown }
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return params
  return { ...params, ...envelope(MODERN, meta) }
}

async function openStdio(era: Way['era'], fake: FakeApify, complete: Complete): Promise<Ask> {
  const { child, write, answer } = await startRaw({ fake })
  onTestFinished(() => void child.kill())
  if (era === 'legacy') write(...HANDSHAKE)
  let id = 10
  return async (method, params) => {
    write(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params: complete(params) }))
    const { result, error } = (await answer(id)) as Answer
    return error ? { error } : { result }
  }
}

async function openHttp(era: Way['era'], fake: FakeApify, complete: Complete): Promise<Ask> {
  const { url } = await startHttp({ fake })
  let id = 10
  return async (method, params) => {
    const { name, uri } = Object(params)
    const named = method === 'resources/read' ? uri : name
    const headers = {
      'mcp-protocol-version': era === 'modern' ? MODERN : '2025-11-25',
      ...(era === 'modern' && { 'mcp-method': method }),
      ...(era === 'modern' && typeof named === 'string' && { 'mcp-name': named }),
    }
    const message = { jsonrpc: '2.0', id: ++id, method, params: complete(params) }
    const answer = await answerIn(await post(url, message, { token: fake.token, headers }))
    if (answer.id !== id) throw new Error(`Answered with the id ${answer.id}, not ${id}.`)
    return answer.error ? { error: answer.error } : { result: answer.result }
  }
}
