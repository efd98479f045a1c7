import { fileURLToPath } from 'node:url'
import {
  Client as NewClient,
  StreamableHTTPClientTransport as NewHttp,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio'
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { expect, onTestFinished } from 'vitest'
import {
  type Connection,
  type InteropClient,
  OWN_NODE,
  packageName,
  type Server,
  TAP,
} from '../interop/client.ts'
import { outcome, seen, tools } from '../interop/results.ts'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
const INFO = { name: 'interop', version: '1.0.0' }
/** The first version without a handshake. */
export const MODERN = '2026-07-28'
const LEGACY = '2025-11-25'

const nameOf = (name: string) => packageName(name, MODULES)

/** The SDK of 1.x and its successor, which speaks either era. */
export const SDK_CLIENTS = [
  {
    name: `${nameOf('@modelcontextprotocol/client')} pinned to ${MODERN}`,
    protocols: [MODERN],
    runtime: OWN_NODE,
    connect: (server) => connectNew(server, { pin: MODERN }),
  },
  {
    name: `${nameOf('@modelcontextprotocol/client')} in auto mode`,
    protocols: [MODERN],
    runtime: OWN_NODE,
    connect: (server) => connectNew(server, 'auto'),
  },
  {
    name: `${nameOf('@modelcontextprotocol/client')} as it comes`,
    protocols: [LEGACY],
    runtime: OWN_NODE,
    connect: (server) => connectNew(server),
  },
  {
    name: nameOf('@modelcontextprotocol/sdk'),
    protocols: [LEGACY],
    runtime: OWN_NODE,
    connect: connectOld,
  },
] satisfies InteropClient[]

const child = ({ env }: Server) => ({ command: 'node', args: [TAP], env })

async function connectNew(server: Server, mode?: 'auto' | { pin: string }): Promise<Connection> {
  const client = new NewClient(INFO, mode ? { versionNegotiation: { mode } } : {})
  await client.connect(server.url ? new NewHttp(new URL(server.url)) : new NewStdio(child(server)))
  return connection(client, (params, options) => client.callTool(params, options))
}

async function connectOld(server: Server): Promise<Connection> {
  const client = new OldClient(INFO)
  await client.connect(server.url ? new OldHttp(new URL(server.url)) : new OldStdio(child(server)))
  return connection(client, (params, options) => client.callTool(params, undefined, options))
}

type Call = (
  params: { name: string; arguments: Record<string, unknown> },
  options: { onprogress: (progress: { message?: string | undefined }) => void },
) => Promise<unknown>

function connection(client: NewClient | OldClient, callTool: Call): Connection {
  onTestFinished(() => client.close())
  expect(client.getServerVersion()).toMatchObject({ name: 'apify-agent-tools' })
  return {
    listTools: async () => tools.parse((await client.listTools()).tools),
    async call(name, args) {
      const messages: string[] = []
      const onprogress: Parameters<Call>[1]['onprogress'] = ({ message = '' }) => {
        messages.push(message)
      }
      const result = await callTool({ name, arguments: args }, { onprogress })
      return { ...seen(outcome.parse(result)), messages }
    },
    close: () => client.close(),
  }
}
