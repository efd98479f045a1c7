import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
} from '@modelcontextprotocol/client'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { beforeAll, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startWorld } from './clients/world.ts'
import type { OnEnd } from './folder.ts'
import { startHttp } from './http.ts'
import { MODERN } from './protocol-versions.ts'

export const ERAS = ['legacy', 'modern'] as const
export type Era = (typeof ERAS)[number]

/** What a request may be narrowed by. */
export interface Asked {
  /** The query of the address, without `?`. */
  query?: string
  headers?: Record<string, string>
}

/** Starts the built server once for all tests of a file. Its clients share the token of the fake. */
export function serveAll(args: string[]) {
  let server: Awaited<ReturnType<typeof startHttp>>
  let world: Awaited<ReturnType<typeof startWorld>>
  beforeAll(async () => {
    const ends: (() => Promise<void>)[] = []
    const onEnd: OnEnd = (end) => ends.unshift(end)
    world = await startWorld()
    const { fake } = world
    const env = { APIFY_TOKEN: fake.token, MCP_ACCESS_KEY: fake.token }
    server = await startHttp({ args: ['--shared-token', ...args], env, fake, onEnd })
    return async () => {
      for (const end of ends) await end()
      await fake.close()
    }
  })
  return {
    server: () => server,
    fake: () => world.fake,
    token: () => world.fake.token,
    url: ({ query = '' }: Asked = {}) => `${server.url}${query === '' ? '' : `?${query}`}`,
    connect: (era: Era, asked: Asked = {}) =>
      CONNECT[era](new URL(`${server.url}${asked.query === undefined ? '' : `?${asked.query}`}`), {
        authorization: `Bearer ${world.fake.token}`,
        ...asked.headers,
      }),
  }
}

const anything = z.looseObject({})
type Params = Record<string, unknown>

/** A real client, with one way to send any request. */
export interface NarrowedClient {
  ask(method: string, params?: Params): Promise<Record<string, unknown>>
  instructions: string
  capabilities: Record<string, unknown>
}

type Connect = (url: URL, headers: Record<string, string>) => Promise<NarrowedClient>

const CONNECT: Record<Era, Connect> = {
  async legacy(url, headers) {
    const client = new Client({ name: 'test', version: '1.0.0' })
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
    onTestFinished(() => client.close())
    return {
      ask: (method, params = {}) => client.request({ method, params }, anything),
      instructions: client.getInstructions() ?? '',
      capabilities: { ...client.getServerCapabilities() },
    }
  },
  async modern(url, headers) {
    const info = { name: 'test', version: '1.0.0' }
    const client = new ModernClient(info, { versionNegotiation: { mode: { pin: MODERN } } })
    await client.connect(new ModernHttp(url, { requestInit: { headers } }))
    onTestFinished(() => client.close())
    return {
      ask: (method, params = {}) => client.request({ method, params }, anything),
      instructions: client.getInstructions() ?? '',
      capabilities: { ...client.getServerCapabilities() },
    }
  },
}

const named = z.looseObject({ name: z.string() })

/** Returns the names in a list, sorted. */
export function namesIn(result: Record<string, unknown>, key: string): string[] {
  const entries = z.array(named).parse(result[key])
  return entries.map(({ name }) => name).sort()
}

/** Returns the names of the listed tools, sorted. */
export async function listedTools(client: NarrowedClient): Promise<string[]> {
  return namesIn(await client.ask('tools/list'), 'tools')
}

const called = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ text: z.string().default('') })),
  structuredContent: z.looseObject({}).default({}),
})

export async function callWith(client: NarrowedClient, name: string, args: Params = {}) {
  const result = called.parse(await client.ask('tools/call', { name, arguments: args }))
  const { content, structuredContent, isError = false } = result
  return { isError, text: content[0]?.text ?? '', structured: structuredContent }
}
