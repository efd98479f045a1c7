import { z } from 'zod'
import { parseAnswer, post, startHttp } from '../http.ts'
import { envelope } from '../modern-messages.ts'
import { LEGACY, MODERN } from '../protocol-versions.ts'
import { HANDSHAKE, startRaw } from '../raw-server.ts'
import type { ServerOptions } from '../server-options.ts'

/** The ways in: a transport and a revision of the protocol. `$name` is for the title of a case. */
export const DOORS = [
  { name: `stdio, ${LEGACY}`, transport: 'stdio', version: LEGACY },
  { name: `stdio, ${MODERN}`, transport: 'stdio', version: MODERN },
  { name: `HTTP, ${LEGACY}`, transport: 'HTTP', version: LEGACY },
  { name: `HTTP, ${MODERN}`, transport: 'HTTP', version: MODERN },
] as const
export type Door = (typeof DOORS)[number]

type Answer = ReturnType<typeof parseAnswer>

interface AttackOptions extends ServerOptions {
  /** The largest heap of the server's main thread, in megabytes. Without it, Node's own. */
  heapMb?: number
  /** The query of the address, over HTTP only. */
  query?: string
  /** Changes the text of each request: JSON.stringify cannot write every JSON. */
  spell?: (text: string) => string
}

export interface AttackedServer {
  /** Sends a request with params of any form. A token replaces the fake's own, over HTTP only. */
  ask(method: string, params?: object, token?: string): Promise<Answer>
  /** Calls a tool. @throws {Error} if the answer is a JSON-RPC error */
  call(name: string, args?: object, token?: string): Promise<ToolResult>
  /** Returns the text of all answers, notifications and log lines so far. */
  written(): string
  /** Returns the address of the MCP endpoint, or undefined over stdio. */
  url?: string
  child: Awaited<ReturnType<typeof startRaw>>['child']
}

interface ToolResult {
  text: string
  structured: Record<string, unknown>
  isError: boolean
}

/** Starts the built server for one way in. It stops after the test. */
export async function openServer(door: Door, options: AttackOptions): Promise<AttackedServer> {
  const { heapMb, ...rest } = options
  const heap = heapMb !== undefined && { NODE_OPTIONS: `--max-old-space-size=${heapMb}` }
  const env = { ...rest.env, ...heap }
  const open = door.transport === 'stdio' ? openStdio : openHttp
  const server = await open(door, { ...rest, env })
  return {
    ...server,
    async call(name, args = {}, token) {
      const answer = await server.ask('tools/call', { name, arguments: args }, token)
      if (!answer.result) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
      const { content = [], structuredContent = {}, isError = false } = answer.result
      return { text: content[0]?.text ?? '', structured: structuredContent, isError }
    },
  }
}

type Opened = Omit<AttackedServer, 'call'>

/** Returns the params of a request in the form of a revision. */
function complete({ version }: Door, { _meta: meta = {}, ...params }: { _meta?: object }): object {
  if (version === MODERN) return { ...params, ...envelope(MODERN, meta) }
  return { ...params, ...(Object.keys(meta).length > 0 && { _meta: meta }) }
}

async function openStdio(door: Door, options: AttackOptions): Promise<Opened> {
  const { spell = (text) => text } = options
  const server = await startRaw(options)
  const { child, messages, stray, exited } = server
  let log = ''
  child.stderr.on('data', (chunk) => {
    log += chunk
  })
  if (door.version === LEGACY) {
    server.write(...HANDSHAKE.map((line) => line.replace('2025-06-18', LEGACY)))
    await server.answer(1)
  }
  let id = 1
  const ended = exited.then(({ code, signal, stderr }) => {
    throw new Error(`The server ended with ${code ?? signal}: ${stderr.slice(-2000)}`)
  })
  ended.catch(() => {})
  return {
    child,
    written: () => [...messages.map((each) => JSON.stringify(each)), ...stray, log].join('\n'),
    async ask(method, params = {}) {
      const request = { jsonrpc: '2.0', id: ++id, method, params: complete(door, params) }
      server.write(spell(JSON.stringify(request)))
      return parseAnswer(await Promise.race([server.answer(id), ended]))
    },
  }
}

/** What the header Mcp-Name repeats. */
const named = z.looseObject({
  name: z.string().optional(),
  uri: z.string().optional(),
  taskId: z.string().optional(),
})

async function openHttp(door: Door, options: AttackOptions): Promise<Opened> {
  const { spell = (text) => text, query } = options
  const server = await startHttp(options)
  const { child } = server
  const url = query === undefined ? server.url : `${server.url}?${query}`
  const answers: string[] = []
  let id = 1
  return {
    child,
    url,
    written: () => [...answers, server.stdout(), server.stderr()].join('\n'),
    async ask(method, params = {}, token = options.fake?.token) {
      const { name, uri = name, taskId = uri } = named.safeParse(params).data ?? {}
      const modern = { 'mcp-method': method, ...(taskId !== undefined && { 'mcp-name': taskId }) }
      const headers = {
        'mcp-protocol-version': door.version,
        ...(door.version === MODERN && headersOf(modern)),
      }
      const message = { jsonrpc: '2.0', id: ++id, method, params: complete(door, params) }
      const response = await post(url, spell(JSON.stringify(message)), {
        headers,
        ...(token !== undefined && { token }),
      })
      const text = await response.text()
      answers.push(text)
      const stream = response.headers.get('content-type') === 'text/event-stream'
      const data = stream ? [...text.matchAll(/^data: (.*)$/gm)].at(-1)?.[1] : text
      return parseAnswer(JSON.parse(data ?? 'null'))
    },
  }
}

/** Encodes values that a header cannot hold as they are, in the way that the protocol asks for. */
function headersOf(headers: Record<string, string>): Record<string, string> {
  const encode = (value: string) =>
    /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)
      ? value
      : `=?base64?${Buffer.from(value).toString('base64')}?=`
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, encode(value)]))
}
