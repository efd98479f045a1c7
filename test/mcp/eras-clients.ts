import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  Client as NewClient,
  StreamableHTTPClientTransport as NewHttp,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio'
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { startHttp } from './http-harness.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** The first version without a handshake. */
export const MODERN = '2026-07-28'

export const CLIENTS = {
  'client 2.x pinned to 2026-07-28': { mode: { pin: MODERN }, era: MODERN },
  'client 2.x in auto mode': { mode: 'auto', era: MODERN },
  'client 2.x as it comes': { mode: undefined, era: '2025-11-25' },
  'client 1.x': { mode: 'sdk', era: '2025-11-25' },
} as const

export type ClientName = keyof typeof CLIENTS
export type TransportName = 'stdio' | 'HTTP'

const listing = z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })) })
const outcome = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ text: z.string().optional() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
})

/** A client of one version and transport, attached to the built server with the local platform. */
export async function attach(name: ClientName, transport: TransportName) {
  const dir = await mkdtemp(join(tmpdir(), 'mcp-eras-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }))
  const args = [`--local=${dir}`]
  const url = transport === 'HTTP' ? new URL((await startHttp({ args })).url) : undefined
  const env = { PATH: process.env.PATH ?? '', HOME: dir }
  const child = { command: process.execPath, args: [MAIN, ...args], env }
  const { mode } = CLIENTS[name]
  return mode === 'sdk' ? attachOld(url, child) : attachNew(mode, url, child)
}

interface Child {
  command: string
  args: string[]
  env: Record<string, string>
}

async function attachOld(url: URL | undefined, child: Child) {
  const client = new OldClient({ name: 'interop', version: '1.0.0' })
  const wire = url ? new OldHttp(url) : new OldStdio(child)
  await client.connect(wire)
  onTestFinished(() => client.close())
  return {
    version: () => ('protocolVersion' in wire ? wire.protocolVersion : '2025-11-25'),
    server: () => client.getServerVersion(),
    list: async () => listing.parse(await client.listTools()),
    call: async (tool: string, args: Record<string, unknown>, onMessage?: OnMessage) => {
      const options = onMessage && { onprogress: tell(onMessage) }
      const params = { name: tool, arguments: args }
      return outcome.parse(await client.callTool(params, undefined, options))
    },
  }
}

async function attachNew(
  mode: 'auto' | { pin: string } | undefined,
  url: URL | undefined,
  child: Child,
) {
  const client = new NewClient(
    { name: 'interop', version: '1.0.0' },
    mode ? { versionNegotiation: { mode } } : {},
  )
  await client.connect(url ? new NewHttp(url) : new NewStdio(child))
  onTestFinished(() => client.close())
  return {
    version: () => client.getNegotiatedProtocolVersion(),
    server: () => client.getServerVersion(),
    list: async () => listing.parse(await client.listTools()),
    call: async (tool: string, args: Record<string, unknown>, onMessage?: OnMessage) => {
      const options = onMessage && { onprogress: tell(onMessage) }
      return outcome.parse(await client.callTool({ name: tool, arguments: args }, options))
    },
  }
}

type OnMessage = (message: string) => void

function tell(onMessage: OnMessage) {
  return ({ message }: { message?: string | undefined }) => onMessage(message ?? '')
}
