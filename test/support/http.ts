import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { FakeApify } from './fake-apify/apify.ts'
import type { OnEnd } from './folder.ts'
import { MAIN } from './server-options.ts'

export interface HttpOptions {
  args?: string[]
  env?: Record<string, string>
  /** The API that the server calls. */
  fake?: Pick<FakeApify, 'url' | 'token'>
  /** When the server stops; without it, after the test. */
  onEnd?: OnEnd
}

/** A line of the server's log. */
const logLine = z.looseObject({ msg: z.string(), url: z.string().optional() })
export type LogLine = z.output<typeof logLine>

/** Starts the built server as a child process on a free port. It stops after the test. */
export async function startHttp({
  args = [],
  env = {},
  fake,
  onEnd = onTestFinished,
}: HttpOptions = {}) {
  const home = await mkdtemp(join(tmpdir(), 'mcp-home-'))
  const child = spawn(process.execPath, [MAIN, '--http', '--port=0', ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      ...(fake && { APIFY_API_BASE_URL: fake.url }),
      ...env,
    },
    stdio: 'pipe',
  })
  const exited = once(child, 'close').then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
  }))
  onEnd(async () => {
    child.kill('SIGKILL')
    await exited
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  })
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  const lines: string[] = []
  const log: LogLine[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line)
    const parsed = readLine(line)
    if (parsed) log.push(parsed)
    child.emit('line')
  })
  const logged = async (matches: (line: LogLine) => boolean): Promise<LogLine> => {
    for (;;) {
      const found = log.find(matches)
      if (found) return found
      await Promise.race([once(child, 'line'), exited.then(fail)])
    }
  }
  const fail = () => {
    throw new Error(`The server has exited: ${lines.join('\n')}`)
  }
  const { url = '' } = await logged(({ msg }) => msg === 'listening')
  return {
    child,
    exited,
    url,
    base: url.replace(/\/mcp$/, ''),
    /** Returns everything written to standard error so far. */
    stderr: () => lines.join('\n'),
    stdout: () => stdout,
    /** Returns the first line of the log that matches. Waits for it if there is none yet. */
    logged,
  }
}

function readLine(line: string): LogLine | undefined {
  try {
    return logLine.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** Connects a real MCP client with a token. It closes after the test. */
export async function connect(url: string, token?: string) {
  const client = new Client({ name: 'test', version: '1.0.0' })
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  })
  await client.connect(transport)
  onTestFinished(() => client.close())
  return { client, transport }
}

export interface PostOptions {
  token?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Sends a JSON-RPC message by POST, as a plain HTTP client does. */
export function post(
  url: string,
  message: unknown,
  { token, headers, signal }: PostOptions = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof message === 'string' ? message : JSON.stringify(message),
    ...(signal && { signal }),
  })
}

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1.0.0' },
  },
}

/** Begins a session; returns the header with its id. */
export async function openSession(url: string, token?: string): Promise<Record<string, string>> {
  const response = await post(url, INITIALIZE, token === undefined ? {} : { token })
  await response.text()
  return { 'mcp-session-id': response.headers.get('mcp-session-id') ?? 'none' }
}

export function call(id: number | string, name: string, args: object = {}, meta?: object) {
  const params = { name, arguments: args, ...(meta && { _meta: meta }) }
  return { jsonrpc: '2.0', id, method: 'tools/call', params }
}

export function cancelled(requestId: number | string) {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } }
}

const toolAnswer = z.looseObject({
  id: z.union([z.string(), z.number(), z.null()]),
  result: z
    .looseObject({
      isError: z.boolean().optional(),
      content: z.array(z.looseObject({ text: z.string().optional() })).optional(),
      structuredContent: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
})

/** Checks the form of a JSON-RPC answer. */
export const parseAnswer = (json: unknown) => toolAnswer.parse(json)

/** Reads the JSON-RPC answer from a JSON body, or the last one from an event stream. */
export async function answerIn(response: Response) {
  const text = await response.text()
  const stream = response.headers.get('content-type') === 'text/event-stream'
  const data = stream ? [...text.matchAll(/^data: (.*)$/gm)].at(-1)?.[1] : text
  return parseAnswer(JSON.parse(data ?? 'null'))
}
