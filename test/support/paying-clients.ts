import {
  Client as ClientV2,
  StreamableHTTPClientTransport as HttpV2,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { startHttp } from './http.ts'
import { MODERN } from './protocol-versions.ts'
import { MAIN } from './server-options.ts'

const INFO = { name: 'test', version: '1.0.0' }

export interface PayingOptions {
  /** The URL of the API. */
  api: string
  args: string[]
  /** The token of the client; undefined for none. */
  token?: string
}

const listed = z.object({
  tools: z.array(
    z.looseObject({
      name: z.string(),
      inputSchema: z.looseObject({
        properties: z.record(z.string(), z.unknown()).default({}),
        required: z.array(z.string()).default([]),
      }),
      outputSchema: z.looseObject({}).optional(),
    }),
  ),
})
const result = z.looseObject({
  isError: z.boolean().default(false),
  content: z.array(z.looseObject({ text: z.string().default('') })),
  structuredContent: z.looseObject({}).optional(),
  _meta: z.looseObject({}).optional(),
})

interface Params extends Record<string, unknown> {
  name: string
  arguments: Record<string, unknown>
  _meta?: Record<string, unknown>
}

interface Connected {
  listTools(): Promise<unknown>
  callTool(params: Params): Promise<unknown>
  readResource(params: { uri: string }): Promise<unknown>
  close(): Promise<void>
}

/** Wraps a connected client. It has listed the tools, since clients check results by what they list. */
async function paying(client: Connected, stderr: () => string) {
  onTestFinished(() => client.close())
  const { tools } = listed.parse(await client.listTools())
  return {
    tools,
    stderr,
    read: (uri: string) => client.readResource({ uri }),
    async call(name: string, args: Record<string, unknown>, meta?: Record<string, unknown>) {
      const params = { name, arguments: args, ...(meta && { _meta: meta }) }
      const raw = result.parse(await client.callTool(params))
      return { ...raw, text: raw.content[0]?.text ?? '', whole: JSON.stringify(raw) }
    },
  }
}

function watched<Transport extends StdioV1 | StdioV2>(transport: Transport) {
  let text = ''
  transport.stderr?.on('data', (chunk) => {
    text += chunk
  })
  return { transport, stderr: () => text }
}

const programOf = ({ api, args, token }: PayingOptions) => ({
  command: process.execPath,
  args: [MAIN, ...args],
  env: { APIFY_API_BASE_URL: api, ...(token !== undefined && { APIFY_TOKEN: token }) },
  stderr: 'pipe' as const,
})

async function httpOf({ api, args, token }: PayingOptions) {
  const { url, stderr } = await startHttp({ args, env: { APIFY_API_BASE_URL: api } })
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` }
  return { url: new URL(url), stderr, init: { requestInit: headers ? { headers } : {} } }
}

async function connectV1(transport: StdioV1 | HttpV1, stderr: () => string) {
  const client = new ClientV1(INFO)
  await client.connect(transport)
  return paying(client, stderr)
}

async function connectV2(transport: StdioV2 | HttpV2, stderr: () => string) {
  const client = new ClientV2(INFO, { versionNegotiation: { mode: { pin: MODERN } } })
  await client.connect(transport)
  return paying(client, stderr)
}

export type PayingClient = Awaited<ReturnType<typeof paying>>

/** Real clients of both revisions, over both transports, each with a server of its own. */
export const PAYING_CLIENTS: Record<string, (options: PayingOptions) => Promise<PayingClient>> = {
  'client 1.x over stdio'(options) {
    const { transport, stderr } = watched(new StdioV1(programOf(options)))
    return connectV1(transport, stderr)
  },
  'client 2.x of 2026-07-28 over stdio'(options) {
    const { transport, stderr } = watched(new StdioV2(programOf(options)))
    return connectV2(transport, stderr)
  },
  async 'client 1.x over HTTP'(options) {
    const { url, init, stderr } = await httpOf(options)
    return connectV1(new HttpV1(url, init), stderr)
  },
  async 'client 2.x of 2026-07-28 over HTTP'(options) {
    const { url, init, stderr } = await httpOf(options)
    return connectV2(new HttpV2(url, init), stderr)
  },
}
