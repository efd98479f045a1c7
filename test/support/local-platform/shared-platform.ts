import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { z } from 'zod'
import { HANDSHAKE, request, startRaw } from '../raw-server.ts'
import type { ServerOptions } from '../server-options.ts'
import { isAlive } from './platform.ts'

/** What the file in a data folder says of its platform. */
export async function platformIn(data: string): Promise<{
  protocol: number
  version: string
  pid: number
  baseUrl: string
  token: string
}> {
  return JSON.parse(await readFile(addressFile(data), 'utf8'))
}

/** The file that says where the platform of a data folder listens. */
export function addressFile(data: string): string {
  return join(data, 'platform.json')
}

/** Resolves when a process has ended, whether or not its parent has taken note. */
export async function untilEnded(pid: number): Promise<void> {
  await expect.poll(() => hasEnded(pid)).toBe(true)
}

async function hasEnded(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return true
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Its main thread ends before the others, with which it holds its sockets.
  return fields[0] === 'Z' && Number(fields[17]) <= 1
}

/** Starts the built server, which can be killed. Its calls return the result of a tool. */
export async function startKillable(options: ServerOptions) {
  const server = await startRaw(options)
  server.write(...HANDSHAKE)
  let id = 1
  return {
    ...server,
    /** Calls a tool and returns what a model reads, and whether it is an error. */
    async call(name: string, args: object = {}) {
      const own = ++id
      server.write(request(own, 'tools/call', { name, arguments: args }))
      const { content, structuredContent, isError } = answer.parse(await server.answer(own)).result
      return { text: content[0]?.text ?? '', structured: structuredContent, isError }
    },
    async kill() {
      server.child.kill('SIGKILL')
      await server.exited
    },
  }
}

const answer = z.object({
  result: z.object({
    content: z.array(z.object({ text: z.string().optional() })),
    structuredContent: z.record(z.string(), z.unknown()).default({}),
    isError: z.boolean().default(false),
  }),
})
