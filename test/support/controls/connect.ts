import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
  InMemoryTransport as ModernPair,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as LegacyStdio } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { InMemoryTransport as LegacyPair } from '@modelcontextprotocol/sdk/inMemory.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Transport as ServerTransport } from '../../../src/index.ts'
import { MODERN } from '../protocol-versions.ts'
import { MAIN } from '../server-options.ts'
import type { Call, Outcome } from './calls.ts'
import type { Transport } from './ways.ts'

const INFO = { name: 'test', version: '1.0.0' }

/** Where a client finds its server. */
export type Address =
  | { args: string[]; env: Record<string, string> }
  | { url: string; headers: Record<string, string> }
  | { serve: (transport: ServerTransport) => Promise<void> }

/** A client of the SDK of either revision. It can ask no person. */
export interface ControlClient {
  names(): Promise<string[]>
  call(call: Call): Promise<Outcome>
}

const listed = z.object({ tools: z.array(z.looseObject({ name: z.string() })) })
const called = z.looseObject({
  isError: z.boolean().default(false),
  content: z.array(z.looseObject({ text: z.string().default('') })),
  structuredContent: z.looseObject({}).optional(),
})

/** Connects a real client. It closes after the test. */
export async function connectTo(
  address: Address,
  { version }: Pick<Transport, 'version'>,
): Promise<ControlClient> {
  const client = await (version === MODERN ? connectModern : connectLegacy)(address)
  onTestFinished(() => client.close())
  return {
    async names() {
      const { tools } = listed.parse(await client.listTools())
      return tools.map(({ name }) => name).sort()
    },
    async call({ tool, args, meta }) {
      const params = { name: tool, arguments: args, ...(meta && { _meta: meta }) }
      try {
        const { isError, content, structuredContent } = called.parse(await client.callTool(params))
        return { isRefused: isError, text: content[0]?.text ?? '', structured: structuredContent }
      } catch (error) {
        return { isRefused: true, text: String(error), structured: undefined }
      }
    },
  }
}

async function connectLegacy(address: Address) {
  const client = new LegacyClient(INFO)
  if ('serve' in address) {
    const [own, other] = LegacyPair.createLinkedPair()
    await address.serve(other)
    await client.connect(own)
  } else if ('url' in address) {
    const { url, headers } = address
    await client.connect(new LegacyHttp(new URL(url), { requestInit: { headers } }))
  } else await client.connect(new LegacyStdio(program(address)))
  return client
}

async function connectModern(address: Address) {
  const client = new ModernClient(INFO, { versionNegotiation: { mode: { pin: MODERN } } })
  if ('serve' in address) {
    const [own, other] = ModernPair.createLinkedPair()
    await address.serve(other)
    await client.connect(own)
  } else if ('url' in address) {
    const { url, headers } = address
    await client.connect(new ModernHttp(new URL(url), { requestInit: { headers } }))
  } else await client.connect(new ModernStdio(program(address)))
  return client
}

const program = ({ args, env }: { args: string[]; env: Record<string, string> }) => ({
  command: process.execPath,
  args: [MAIN, ...args],
  env,
})
