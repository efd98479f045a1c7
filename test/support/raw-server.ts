import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { environmentOf, MAIN, type ServerOptions } from './server-options.ts'

/** A JSON-RPC 2.0 message. The error for a line without a readable id has the id null. */
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

export type RawServer = Awaited<ReturnType<typeof startRaw>>

/** Starts the built server without a client. Every line of stdout must be JSON-RPC. */
export async function startRaw(options: ServerOptions) {
  const { onEnd = onTestFinished } = options
  const child = spawn(process.execPath, [MAIN, ...(options.args ?? [])], {
    env: await environmentOf(options),
    stdio: 'pipe',
  })
  onEnd(() => end(child))
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
    /** Lines of stdout that are not JSON-RPC. */
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
    /** Waits for the answer to a request. `null` finds errors for lines without an id. */
    async answer(id: number | null): Promise<RpcMessage> {
      for (;;) {
        const found = messages.find((message) => message.id === id)
        if (found) return found
        await once(child, 'answer')
      }
    },
  }
}

/** Returns an environment in which code runs in each process of Node before its program. */
export function beforePrograms(code: string) {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` }
}

/** The lines of a client's handshake, with the request id 1. */
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
