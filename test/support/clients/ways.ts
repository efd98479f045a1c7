import { once } from 'node:events'
import { z } from 'zod'
import { answerIn, parseAnswer, post, startHttp } from '../http.ts'
import { envelope } from '../modern-messages.ts'
import { LEGACY, MODERN } from '../protocol-versions.ts'
import { HANDSHAKE, type RawServer, startRaw } from '../raw-server.ts'
import type { ServerOptions } from '../server-options.ts'
import { toJson } from './json.ts'

/** The ways in which clients reach the server: a transport and a protocol version. */
export const WAYS = [
  { transport: 'stdio', version: LEGACY },
  { transport: 'stdio', version: MODERN },
  { transport: 'HTTP', version: LEGACY },
  { transport: 'HTTP', version: MODERN },
] as const
export type Way = (typeof WAYS)[number]

/** A JSON-RPC request as an object, which may have any shape. */
export interface Message {
  method: string
  params?: unknown
  [key: string]: unknown
}

export type Answer = Awaited<ReturnType<typeof answerIn>>

/** A client that writes its messages by hand, since real clients refuse to send malformed ones. */
export interface Client {
  way: Way
  /** Returns a request in the form of the way's version. */
  message(method: string, params?: object): Message
  /**
   * Sends a request and returns its answer.
   * @param toText writes the message; it may write it in any form
   */
  send(message: Message, toText?: ToText): Promise<Answer>
  /** Sends a notification, which must not be answered. */
  notify(message: Message): Promise<void>
}

type ToText = (message: object) => string

/** Starts the built server and connects a client to it. */
export async function connectBy(way: Way, options: ServerOptions): Promise<Client> {
  let id = 1
  const { exchange, notify } = await (way.transport === 'HTTP' ? openHttp : openStdio)(way, options)
  return {
    way,
    message: (method, params = {}) => ({
      method,
      params: way.version === MODERN ? { ...envelope(), ...params } : params,
    }),
    async send(message, toText = toJson) {
      const whole = { jsonrpc: '2.0', id: ++id, ...message }
      return parseAnswer(await exchange(whole, toText(whole)))
    },
    notify: (message) => notify(toJson({ jsonrpc: '2.0', ...message })),
  }
}

interface Connection {
  exchange(message: Message & { id: number }, text: string): Promise<unknown>
  notify(text: string): Promise<void>
}

async function openStdio({ version }: Way, options: ServerOptions): Promise<Connection> {
  const server = await startRaw(options)
  if (version === LEGACY) {
    server.write(...HANDSHAKE.map((line) => line.replace('2025-06-18', LEGACY)))
    await server.answer(1)
  }
  return {
    async exchange({ id }, text) {
      const seen = server.messages.length
      server.write(text)
      return answerAfter(seen, id, server)
    },
    async notify(text) {
      server.write(text)
    },
  }
}

/** Returns the answer to a request, or the error for a line whose id the server could not read. */
async function answerAfter(seen: number, id: number, server: RawServer): Promise<unknown> {
  const { messages, child, exited, stray } = server
  for (;;) {
    const found = messages.slice(seen).find((message) => message.id === id || message.id === null)
    if (found) return found
    if (stray.length > 0) throw new Error(`Not JSON-RPC on stdout: ${stray[0]}`)
    // A server that a signal ended has no exit code.
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server ended: ${(await exited).stderr}`)
    await Promise.race([once(child, 'answer'), exited])
  }
}

async function openHttp({ version }: Way, options: ServerOptions): Promise<Connection> {
  const { url } = await startHttp(options)
  const token = options.fake?.token
  const send = (text: string, headers: Record<string, string> = {}) =>
    post(url, text, {
      headers: { 'mcp-protocol-version': version, ...headers },
      ...(token !== undefined && { token }),
    })
  return {
    async exchange({ method, params }, text) {
      const { name, uri = name } = named.safeParse(params).data ?? {}
      const modern = { 'mcp-method': method, ...(uri !== undefined && { 'mcp-name': uri }) }
      return answerIn(await send(text, version === MODERN ? modern : {}))
    },
    async notify(text) {
      const response = await send(text)
      if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
    },
  }
}

/** What the header Mcp-Name repeats. */
const named = z.looseObject({ name: z.string().optional(), uri: z.string().optional() })
