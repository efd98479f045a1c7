import { fileURLToPath } from 'node:url'
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as HttpV2,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { expect, onTestFinished } from 'vitest'
import { MODERN } from '../support/protocol-versions.ts'
import {
  type Connection,
  type InteropClient,
  OWN_NODE,
  packageName,
  RECORDER,
  type Server,
} from './client.ts'
import { toObservedResult, toolResult, tools } from './results.ts'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
const INFO = { name: 'interop', version: '1.0.0' }
const LEGACY = '2025-11-25'

const nameOf = (name: string) => packageName(name, MODULES)

/** The 1.x SDK and its successor, which supports both eras. */
export const SDK_CLIENTS = [
  {
    name: `${nameOf('@modelcontextprotocol/client')} pinned to ${MODERN}`,
    protocols: [MODERN],
    runtime: OWN_NODE,
    connect: (server) => connectV2(server, { pin: MODERN }),
  },
  {
    name: `${nameOf('@modelcontextprotocol/client')} in auto mode`,
    protocols: [MODERN],
    runtime: OWN_NODE,
    connect: (server) => connectV2(server, 'auto'),
  },
  {
    name: `${nameOf('@modelcontextprotocol/client')} by default`,
    protocols: [LEGACY],
    runtime: OWN_NODE,
    connect: (server) => connectV2(server),
  },
  {
    name: nameOf('@modelcontextprotocol/sdk'),
    protocols: [LEGACY],
    runtime: OWN_NODE,
    connect: connectV1,
  },
] satisfies InteropClient[]

const stdioOptions = ({ env }: Server) => ({ command: 'node', args: [RECORDER], env })

async function connectV2(server: Server, mode?: 'auto' | { pin: string }): Promise<Connection> {
  const client = new ClientV2(INFO, mode ? { versionNegotiation: { mode } } : {})
  await client.connect(
    server.url ? new HttpV2(new URL(server.url)) : new StdioV2(stdioOptions(server)),
  )
  return connection(client, (params, options) => client.callTool(params, options))
}

async function connectV1(server: Server): Promise<Connection> {
  const client = new ClientV1(INFO)
  await client.connect(
    server.url ? new HttpV1(new URL(server.url)) : new StdioV1(stdioOptions(server)),
  )
  return connection(client, (params, options) => client.callTool(params, undefined, options))
}

type Call = (
  params: { name: string; arguments: Record<string, unknown> },
  options: { onprogress: (progress: { message?: string | undefined }) => void },
) => Promise<unknown>

function connection(client: ClientV2 | ClientV1, callTool: Call): Connection {
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
      return { ...toObservedResult(toolResult.parse(result)), messages }
    },
    close: () => client.close(),
  }
}
