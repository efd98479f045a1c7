import { fileURLToPath } from 'node:url'
import {
  type FetchLike,
  Client as NewClient,
  StreamableHTTPClientTransport as NewHttp,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio'
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { MODERN } from './era-clients.ts'
import type { FakeApify } from './fake-apify/apify.ts'
import { startHttp } from './http.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const INFO = { name: 'test', version: '1.0.0' }

export type Said = 'accept' | 'decline' | 'cancel'

/** The person at a client: what they say, what they were asked, and what Apify had heard by then. */
export function person(fake: FakeApify, says: Said) {
  const questions: string[] = []
  const heard: number[] = []
  const answer = (message: string) => {
    questions.push(message)
    heard.push(fake.requests.length)
    return { action: says, ...(says === 'accept' && { content: {} }) }
  }
  return { questions, heard, answer }
}

type Person = ReturnType<typeof person>

interface Attached {
  fake: FakeApify
  args: string[]
  /** Missing where the client cannot ask. */
  person?: Person
  fetch?: FetchLike
}

const outcome = z.looseObject({
  isError: z.boolean().default(false),
  content: z.array(z.looseObject({ text: z.string().optional() })),
})
type Params = { name: string; arguments: Record<string, unknown> }

function caller(callTool: (params: Params) => Promise<unknown>) {
  return async (name: string, args: Record<string, unknown>) => {
    const { isError, content } = outcome.parse(await callTool({ name, arguments: args }))
    return { isError, text: content[0]?.text ?? '' }
  }
}

const child = ({ fake, args }: Attached) => ({
  command: process.execPath,
  args: [MAIN, ...args],
  env: { APIFY_API_BASE_URL: fake.url, APIFY_TOKEN: fake.token },
})
const bearer = ({ token }: FakeApify) => ({
  requestInit: { headers: { authorization: `Bearer ${token}` } },
})
const urlOf = async ({ fake, args }: Attached) => new URL((await startHttp({ fake, args })).url)

async function attachOld(attached: Attached, wire: OldStdio | OldHttp) {
  const { person } = attached
  const capabilities = person ? { elicitation: {} } : {}
  const client = new OldClient(INFO, { capabilities })
  if (person)
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => person.answer(params.message))
  await client.connect(wire)
  onTestFinished(() => client.close())
  return caller((params) => client.callTool(params))
}

async function attachNew(
  { person }: Attached,
  wire: NewStdio | NewHttp,
  mode: 'legacy' | { pin: string },
) {
  const capabilities = person ? { elicitation: {} } : {}
  const client = new NewClient(INFO, { capabilities, versionNegotiation: { mode } })
  if (person)
    client.setRequestHandler('elicitation/create', ({ params }) => person.answer(params.message))
  await client.connect(wire)
  onTestFinished(() => client.close())
  return caller((params) => client.callTool(params))
}

/** Clients whose person the server can reach. */
export const REACHED = {
  'client 1.x over stdio': (a: Attached) => attachOld(a, new OldStdio(child(a))),
  'client 2.x of 2025-11-25 over stdio': (a: Attached) =>
    attachNew(a, new NewStdio(child(a)), 'legacy'),
  'client 2.x of 2026-07-28 over stdio': (a: Attached) =>
    attachNew(a, new NewStdio(child(a)), { pin: MODERN }),
  'client 2.x of 2026-07-28 over HTTP': async (a: Attached) =>
    attachNew(
      a,
      new NewHttp(await urlOf(a), { ...bearer(a.fake), ...(a.fetch && { fetch: a.fetch }) }),
      { pin: MODERN },
    ),
}

/** Clients whose answers would have to reach the process that waits for them. */
export const UNREACHED = {
  'client 1.x over HTTP': async (a: Attached) =>
    attachOld(a, new OldHttp(await urlOf(a), bearer(a.fake))),
  'client 2.x of 2025-11-25 over HTTP': async (a: Attached) =>
    attachNew(a, new NewHttp(await urlOf(a), bearer(a.fake)), 'legacy'),
}
