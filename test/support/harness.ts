import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js'
import { CallToolResultSchema, type ClientCapabilities } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { FakeApify } from './fake-apify/apify.ts'

/** A message of JSON-RPC 2.0; a refusal of a line without a readable id has the id null. */
const rpcMessage = z.union([
  z.looseObject({ jsonrpc: z.literal('2.0'), method: z.string() }),
  z.looseObject({
    jsonrpc: z.literal('2.0'),
    id: z.union([z.string(), z.number()]),
    result: z.looseObject({}),
  }),
  z.looseObject({
    jsonrpc: z.literal('2.0'),
    id: z.union([z.string(), z.number(), z.null()]),
    error: z.object({ code: z.int(), message: z.string() }),
  }),
])
export type RpcMessage = z.output<typeof rpcMessage>

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface ServerOptions {
  args?: string[]
  env?: Record<string, string>
  /** In place of the fake's own token. */
  token?: string
  /** The API to call; without it the embedded platform serves. */
  fake?: Pick<FakeApify, 'url' | 'token'>
  /** What the client can do beyond asking. */
  capabilities?: ClientCapabilities
}

/** A whole environment: nothing of this process but PATH, and a home of its own. */
async function environment({ env, token, fake }: ServerOptions): Promise<Record<string, string>> {
  const home = await mkdtemp(join(tmpdir(), 'mcp-home-'))
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    ...(fake && { APIFY_API_BASE_URL: fake.url, APIFY_TOKEN: token ?? fake.token }),
    ...env,
  }
}

export type TestServer = Awaited<ReturnType<typeof attach>>

/** The built server as a child process, attached to a real MCP client; ends with the test. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  return attach({
    command: process.execPath,
    args: [MAIN, ...(options.args ?? [])],
    env: await environment(options),
    capabilities: options.capabilities,
  })
}

/** Starts a command that serves on stdin and stdout, and attaches a real MCP client; ends with the test. */
export async function attach(command: {
  command: string
  args: string[]
  env: Record<string, string>
  capabilities?: ServerOptions['capabilities']
}) {
  const { capabilities = {}, ...program } = command
  const transport = new StdioClientTransport({ ...program, stderr: 'pipe' })
  let stderr = ''
  transport.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities })
  await client.connect(transport).catch((error) => {
    throw new Error(`The server did not start: ${stderr}`, { cause: error })
  })
  onTestFinished(() => client.close())
  return {
    client,
    stderr: () => stderr,
    close: () => client.close(),
    async call(name: string, args: Record<string, unknown> = {}, request?: RequestOptions) {
      const params = { name, arguments: args }
      const raw = CallToolResultSchema.parse(
        await client.callTool(params, CallToolResultSchema, request),
      )
      const [first] = raw.content
      const text = first?.type === 'text' ? first.text : ''
      return { raw, text, structured: raw.structuredContent ?? {}, isError: raw.isError === true }
    },
  }
}

/** The built server with bare stdin and stdout. Every line of stdout must be JSON-RPC. */
export async function startRaw(options: ServerOptions) {
  const child = spawn(process.execPath, [MAIN, ...(options.args ?? [])], {
    env: await environment(options),
    stdio: 'pipe',
  })
  onTestFinished(() => end(child))
  const messages: RpcMessage[] = []
  const stray: string[] = []
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const exited = once(child, 'close').then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
    stderr,
    /** Lines of stdout that are no JSON-RPC. */
    stray,
  }))
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const message = readMessage(line)
    if (message) messages.push(message)
    else stray.push(line)
    child.emit('answer')
  })
  return {
    child,
    messages,
    stray,
    exited,
    write: (...texts: string[]) => child.stdin.write(texts.map((text) => `${text}\n`).join('')),
    /** The answer to a request, now or once it comes; `null` finds refusals of lines without an id. */
    async answer(id: number | null): Promise<RpcMessage> {
      for (;;) {
        const found = messages.find((message) => message.id === id)
        if (found) return found
        await once(child, 'answer')
      }
    },
  }
}

/** The handshake of a client, line by line, with the request id 1. */
export const HANDSHAKE = [
  JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1.0.0' },
    },
  }),
  JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
]

export function request(id: number, method: string, params: object = {}): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params })
}

function readMessage(line: string): RpcMessage | undefined {
  try {
    return rpcMessage.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'close')
}
