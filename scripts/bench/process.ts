import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** The clock of /proc/PID/stat on every Linux that Node runs on, in ticks a second. */
const TICKS = 100

const answer = z.looseObject({
  id: z.number().optional(),
  result: z.looseObject({}).optional(),
  error: z.object({ message: z.string() }).optional(),
})

/** What every measured process is started with: variables such as NODE_EXTRA_CA_CERTS cost time. */
export const ENVIRONMENT = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }

export interface Program {
  command?: string
  args: string[]
  env?: Record<string, string>
}

export type Server = ReturnType<typeof startServer>

/** JSON-RPC with a child process, line by line: no client library is measured. */
function speakWith(child: ChildProcessWithoutNullStreams) {
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-2000)
  })
  const waiting = new Map<number, PromiseWithResolvers>()
  const gone = once(child, 'close').then(() => {
    const error = new Error(`The server ended: ${complaints}`)
    for (const { reject } of waiting.values()) reject(error)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, result, error } = answer.parse(JSON.parse(line))
    const request = id === undefined ? undefined : waiting.get(id)
    if (id === undefined || !request) return
    waiting.delete(id)
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
      waiting.set(id, { resolve, reject })
      send({ id, method, params })
    })
  }
  return { send, request, gone }
}

/** An MCP server as a child process. */
export function startServer({ command = process.execPath, args, env }: Program) {
  const child = spawn(command, args, { env: { ...ENVIRONMENT, ...env } })
  const { send, request, gone } = speakWith(child)
  return {
    pid: child.pid ?? 0,
    request,
    /** The handshake of a client, and the answer of `tools/list`. */
    async open() {
      const clientInfo = { name: 'bench', version: '1.0.0' }
      await request('initialize', {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo,
      })
      send({ method: 'notifications/initialized' })
      return request('tools/list')
    },
    /** What a tool answers; an answer that is an error fails the bench. */
    async call(name: string, args: object): Promise<z.output<typeof toolAnswer>> {
      const result = toolAnswer.parse(await request('tools/call', { name, arguments: args }))
      if (result.isError) throw new Error(`${name}: ${textOf(result)}`)
      return result
    },
    async close() {
      child.stdin.end()
      child.kill()
      await gone
    },
  }
}

interface PromiseWithResolvers {
  resolve(result: Record<string, unknown>): void
  reject(error: Error): void
}

const toolAnswer = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.looseObject({}).optional(),
  isError: z.boolean().optional(),
})

/** The text that a model reads of an answer. */
export function textOf(result: z.output<typeof toolAnswer>): string {
  return result.content.map(({ text }) => text ?? '').join('\n')
}

/** Memory of a process now and at its peak, in MiB; where there is no /proc, both as of now. */
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

/** Bytes that a process has read so far, sockets included; `NaN` where there is no /proc. */
export function bytesReadBy(pid: number): number {
  const file = `/proc/${pid}/io`
  return existsSync(file)
    ? Number(/rchar: (\d+)/.exec(readFileSync(file, 'utf8'))?.[1])
    : Number.NaN
}

/** Processor time of a process so far, in milliseconds; `NaN` where there is no /proc. */
export function cpuOf(pid: number): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return Number.NaN
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
}
