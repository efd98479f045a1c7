import {
  Client as ClientV2,
  StreamableHTTPClientTransport as HttpV2,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { FakeApify } from './fake-apify/apify.ts'
import { startHttp } from './http.ts'
import { MODERN } from './protocol-versions.ts'
import { environmentOf, MAIN } from './server-options.ts'

const INFO = { name: 'test', version: '1.0.0' }

/** A message of the server's log, as a client gets it. */
const logged = z.looseObject({
  level: z.string(),
  logger: z.string(),
  data: z.looseObject({ message: z.string() }),
})
export type Logged = z.output<typeof logged>

interface Options {
  fake: FakeApify
  args?: string[]
  env?: Record<string, string>
}

const result = z.looseObject({
  isError: z.boolean().default(false),
  content: z.array(z.looseObject({ text: z.string().optional() })),
})

async function serverOf({ fake, args = [], env = {} }: Options, transport: 'stdio' | 'HTTP') {
  if (transport === 'HTTP') return new URL((await startHttp({ fake, args, env })).url)
  return {
    command: process.execPath,
    args: [MAIN, ...args],
    env: await environmentOf({ fake, env }),
  }
}

const authorized = ({ token }: FakeApify) => ({
  requestInit: { headers: { authorization: `Bearer ${token}` } },
})

/** Connects a client of revision 2025-11-25, which keeps what the server logs to it. */
export async function connectLegacyLog(options: Options, transport: 'stdio' | 'HTTP') {
  const server = await serverOf(options, transport)
  const client = new ClientV1(INFO)
  const messages: Logged[] = []
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    messages.push(logged.parse(params))
  })
  await client.connect(
    server instanceof URL ? new HttpV1(server, authorized(options.fake)) : new StdioV1(server),
  )
  onTestFinished(() => client.close())
  return {
    client,
    messages,
    call: async (name: string, args: Record<string, unknown>) =>
      result.parse(await client.callTool({ name, arguments: args })),
  }
}

/** Connects a client of revision 2026-07-28, which keeps what the server logs to it. */
export async function connectModernLog(options: Options, transport: 'stdio' | 'HTTP') {
  const server = await serverOf(options, transport)
  const client = new ClientV2(INFO, { versionNegotiation: { mode: { pin: MODERN } } })
  const messages: Logged[] = []
  client.setNotificationHandler('notifications/message', ({ params }) => {
    messages.push(logged.parse(params))
  })
  await client.connect(
    server instanceof URL ? new HttpV2(server, authorized(options.fake)) : new StdioV2(server),
  )
  onTestFinished(() => client.close())
  return {
    client,
    messages,
    /** @param meta the metadata of the request */
    call: async (name: string, args: Record<string, unknown>, meta: Record<string, unknown> = {}) =>
      result.parse(await client.callTool({ name, arguments: args, _meta: meta })),
  }
}
