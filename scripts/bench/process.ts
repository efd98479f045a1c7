import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** Clock ticks per second in /proc/PID/stat, on every Linux that Node supports. */
const TICKS = 100

const answer = z.looseObject({
  id: z.number().optional(),
  result: z.looseObject({}).optional(),
  error: z.object({ message: z.string() }).optional(),
})

/** The environment of every measured process. Variables such as NODE_EXTRA_CA_CERTS cost time. */
export const ENVIRONMENT = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }

export interface Program {
  command?: string
  args: string[]
  env?: Record<string, string>
}

export type Server = ReturnType<typeof startServer>

/** Speaks JSON-RPC with a child process directly, so that no client library is measured. */
function connectTo(child: ChildProcessWithoutNullStreams) {
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-2000)
  })
  const pending = new Map<number, PendingRequest>()
  const exited = once(child, 'close').then(() => {
    const error = new Error(`The server exited: ${stderr}`)
    for (const { reject } of pending.values()) reject(error)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, result, error } = answer.parse(JSON.parse(line))
    const request = id === undefined ? undefined : pending.get(id)
    if (id === undefined || !request) return
    pending.delete(id)
    if (error) request.reject(new Error(error.message))
    else request.resolve(result ?? {})
  })
  let ids = 0
  const send = (message: object) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  }
  const request = (method: string, params: object = {}) => {
    const id = ++ids
    return new Promise<Record<string, unknown>>((resolve, reject) => {
      pending.set(id, { resolve, reject })
      send({ id, method, params })
    })
  }
  return { send, request, exited }
}

/** Starts an MCP server as a child process. */
export function startServer({ command = process.execPath, args, env }: Program) {
  const child = spawn(command, args, { env: { ...ENVIRONMENT, ...env } })
  const { send, request, exited } = connectTo(child)
  async function initialize() {
    const clientInfo = { name: 'bench', version: '1.0.0' }
    const answer = await request('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo,
    })
    send({ method: 'notifications/initialized' })
    return answer
  }
  return {
    pid: child.pid ?? 0,
    request,
    /** Makes the handshake of a client and returns the answer to `initialize`. */
    initialize,
    /** Makes the handshake of a client and returns the answer to `tools/list`. */
    async open() {
      await initialize()
      return request('tools/list')
    },
    /** Calls a tool and returns the result. A result with `isError` fails the bench. */
    async call(name: string, args: object): Promise<z.output<typeof toolAnswer>> {
      const result = toolAnswer.parse(await request('tools/call', { name, arguments: args }))
      if (result.isError) throw new Error(`${name}: ${textOf(result)}`)
      return result
    },
    async close() {
      child.stdin.end()
      child.kill()
      await exited
    },
  }
}

interface PendingRequest {
  resolve(result: Record<string, unknown>): void
  reject(error: Error): void
}

const toolAnswer = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.looseObject({}).optional(),
  isError: z.boolean().optional(),
})

/** Returns the text that a model reads in a result. */
export function textOf(result: z.output<typeof toolAnswer>): string {
  return result.content.map(({ text }) => text ?? '').join('\n')
}

/** Returns the memory of a process now and at its peak, in MiB. Without /proc both are as of now. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) {
    const now = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024
    return { now, peak: now }
  }
  const status = readFileSync(file, 'utf8')
  const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
  return { now: field('VmRSS'), peak: field('VmHWM') }
}

/** Returns how many bytes a process has read so far, with sockets. `NaN` without /proc. */
export function bytesReadBy(pid: number): number {
  const file = `/proc/${pid}/io`
  return existsSync(file)
    ? Number(/rchar: (\d+)/.exec(readFileSync(file, 'utf8'))?.[1])
    : Number.NaN
}

/** Returns the processor time of a process so far, in milliseconds. `NaN` without /proc. */
export function cpuOf(pid: number): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return Number.NaN
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
}
