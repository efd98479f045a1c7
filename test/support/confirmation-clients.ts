import {
  Client as ClientV2,
  type FetchLike,
  StreamableHTTPClientTransport as HttpV2,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { FakeApify } from './fake-apify/apify.ts'
import { startHttp } from './http.ts'
import { MODERN } from './protocol-versions.ts'
import { MAIN } from './server-options.ts'

const INFO = { name: 'test', version: '1.0.0' }

export type ElicitAction = 'accept' | 'decline' | 'cancel'

/**
 * Returns a person at a client who always answers with the same action.
 * @returns `questions`: what they were asked; `requestCounts`: how many requests Apify had received
 *   by the time of each question
 */
export function person(fake: FakeApify, action: ElicitAction) {
  const questions: string[] = []
  const requestCounts: number[] = []
  const answer = (message: string) => {
    questions.push(message)
    requestCounts.push(fake.requests.length)
    return { action, ...(action === 'accept' && { content: {} }) }
  }
  return { questions, requestCounts, answer }
}

type Person = ReturnType<typeof person>

interface ConnectOptions {
  fake: FakeApify
  args: string[]
  /** Undefined if the client does not support elicitation. */
  person?: Person
  fetch?: FetchLike
  /** Whether there is no token, neither at the server nor at the client. */
  isAnonymous?: boolean
}

const toolResult = z.looseObject({
  isError: z.boolean().default(false),
  content: z.array(z.looseObject({ text: z.string().optional() })),
  structuredContent: z.looseObject({}).optional(),
})
type Entries = Record<string, unknown>
type Params = { name: string; arguments: Entries; _meta?: Entries }

function createCall(callTool: (params: Params) => Promise<unknown>) {
  return async (name: string, args: Entries, meta?: Entries) => {
    const params = { name, arguments: args, ...(meta && { _meta: meta }) }
    const { isError, content, structuredContent } = toolResult.parse(await callTool(params))
    return { isError, text: content[0]?.text ?? '', structured: structuredContent }
  }
}

const stdioOptions = ({ fake, args, isAnonymous }: ConnectOptions) => ({
  command: process.execPath,
  args: [MAIN, ...args],
  env: { APIFY_API_BASE_URL: fake.url, ...(!isAnonymous && { APIFY_TOKEN: fake.token }) },
})
const httpOptions = ({ fake, isAnonymous }: ConnectOptions) => ({
  requestInit: isAnonymous ? {} : { headers: { authorization: `Bearer ${fake.token}` } },
})
const startHttpServer = async ({ fake, args }: ConnectOptions) =>
  new URL((await startHttp({ fake, args })).url)

async function connectV1(options: ConnectOptions, transport: StdioV1 | HttpV1) {
  const { person } = options
  const capabilities = person ? { elicitation: {} } : {}
  const client = new ClientV1(INFO, { capabilities })
  if (person)
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => person.answer(params.message))
  await client.connect(transport)
  onTestFinished(() => client.close())
  return createCall((params) => client.callTool(params))
}

async function connectV2(
  { person }: ConnectOptions,
  transport: StdioV2 | HttpV2,
  mode: 'legacy' | { pin: string },
) {
  const capabilities = person ? { elicitation: {} } : {}
  const client = new ClientV2(INFO, { capabilities, versionNegotiation: { mode } })
  if (person)
    client.setRequestHandler('elicitation/create', ({ params }) => person.answer(params.message))
  await client.connect(transport)
  onTestFinished(() => client.close())
  return createCall((params) => client.callTool(params))
}

/** Clients through which the server can ask a person. */
export const CLIENTS_WITH_CONFIRMATION = {
  'client 1.x over stdio': (options: ConnectOptions) =>
    connectV1(options, new StdioV1(stdioOptions(options))),
  'client 2.x of 2025-11-25 over stdio': (options: ConnectOptions) =>
    connectV2(options, new StdioV2(stdioOptions(options)), 'legacy'),
  'client 2.x of 2026-07-28 over stdio': (options: ConnectOptions) =>
    connectV2(options, new StdioV2(stdioOptions(options)), { pin: MODERN }),
  'client 2.x of 2026-07-28 over HTTP': async (options: ConnectOptions) =>
    connectV2(
      options,
      new HttpV2(await startHttpServer(options), {
        ...httpOptions(options),
        ...(options.fetch && { fetch: options.fetch }),
      }),
      { pin: MODERN },
    ),
}

/** Clients that the server cannot ask: over HTTP an answer may reach another process. */
export const CLIENTS_WITHOUT_CONFIRMATION = {
  'client 1.x over HTTP': async (options: ConnectOptions) =>
    connectV1(options, new HttpV1(await startHttpServer(options), httpOptions(options))),
  'client 2.x of 2025-11-25 over HTTP': async (options: ConnectOptions) =>
    connectV2(options, new HttpV2(await startHttpServer(options), httpOptions(options)), 'legacy'),
}
