import {
  type JSONRPCMessage,
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
  InMemoryTransport as ModernPair,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  CallToolResultSchema,
  CreateTaskResultSchema,
  ElicitRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { makeFolder } from './folder.ts'
import { startHttp } from './http.ts'
import { writeActor } from './local-platform/actor-project.ts'
import { MODERN } from './protocol-versions.ts'
import { environmentOf, MAIN } from './server-options.ts'

/** The Actor `local/tester`: it stores rows, and then does what its input says. */
const SCRIPT = `
const store = process.env.ACTOR_DEFAULT_KEY_VALUE_STORE_ID
const input = JSON.parse(await call('GET', '/key-value-stores/' + store + '/records/INPUT'))
await say('Step 1 of 2')
const dataset = process.env.ACTOR_DEFAULT_DATASET_ID
await call('POST', '/datasets/' + dataset + '/items', JSON.stringify(input.rows ?? []))
if (input.fail) { console.error('ERROR The shop has closed'); process.exit(3) }
if (input.hang) idle()
`
export const ACTOR = 'local/tester'

/** Writes the Actor, and returns its folder and one for the data. */
export async function localFolders() {
  const [actors, data] = [await makeFolder(), await makeFolder()]
  await writeActor(actors, SCRIPT)
  return { actors, data }
}
type Folders = Awaited<ReturnType<typeof localFolders>>

/** How a client and a server may be connected. */
export const TRANSPORTS = ['stdio', 'HTTP', 'a library'] as const
type TransportName = (typeof TRANSPORTS)[number]

const stdioOf = async ({ actors, data }: Folders) => ({
  command: process.execPath,
  args: [MAIN, '--local', data, '--actors', actors],
  env: await environmentOf({}),
})

async function urlOf({ actors, data }: Folders): Promise<URL> {
  const { url } = await startHttp({ args: ['--local', data, '--actors', actors] })
  return new URL(url)
}

async function embed({ actors, data }: Folders) {
  const server = await createEmbeddedServer({ local: data, actors: [actors] })
  onTestFinished(() => server.close())
  return server
}

/** Connects a client of revision 2025-11-25 to a server with the Actor. */
export async function connectLegacy(name: TransportName, folders: Folders) {
  if (name === 'stdio') return openLegacy(new StdioClientTransport(await stdioOf(folders)))
  if (name === 'HTTP') return openLegacy(new StreamableHTTPClientTransport(await urlOf(folders)))
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await (await embed(folders)).connect(theirs)
  return openLegacy(ours)
}

/**
 * Connects a client that calls tools as tasks.
 * @param onQuestion answers what a person is asked; without it the client cannot ask
 */
export async function openLegacy(
  transport: Transport,
  onQuestion?: (question: string) => 'accept' | 'decline',
) {
  const capabilities = onQuestion ? { elicitation: {} } : {}
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities })
  if (onQuestion)
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      const action = onQuestion(params.message)
      return { action, ...(action === 'accept' && { content: {} }) }
    })
  await client.connect(transport)
  onTestFinished(() => client.close())
  const { tasks } = client.experimental
  return {
    client,
    tasks,
    async start(name: string, args: Record<string, unknown>) {
      const params = { name, arguments: args, task: { ttl: 60_000 } }
      return (await client.request({ method: 'tools/call', params }, CreateTaskResultSchema)).task
    },
    result: (taskId: string) => tasks.getTaskResult(taskId, CallToolResultSchema),
    /** Polls until a task has ended. */
    async untilEnded(taskId: string) {
      for (;;) {
        const task = await tasks.getTask(taskId)
        if (task.status !== 'working') return task
      }
    },
  }
}

/** A task as the extension `io.modelcontextprotocol/tasks` (SEP-2663) has it. */
const modernTask = z.strictObject({
  taskId: z.string(),
  status: z.enum(['working', 'input_required', 'completed', 'failed', 'cancelled']),
  statusMessage: z.string().optional(),
  createdAt: z.iso.datetime(),
  lastUpdatedAt: z.iso.datetime(),
  ttlMs: z.int().nullable(),
  pollIntervalMs: z.int().optional(),
  result: CallToolResultSchema.optional(),
  _meta: z.looseObject({}).optional(),
})
/** A task in place of the result of a call. */
const modernCreated = modernTask.omit({ result: true }).extend({ resultType: z.literal('task') })

/** The extensions that a client says it knows. */
type Extensions = Record<string, Record<string, never>>
const EXTENSIONS: Extensions = { 'io.modelcontextprotocol/tasks': {} }

/** Connects a client of revision 2026-07-28 to a server with the Actor. It knows the extension by default. */
export async function connectModern(
  name: TransportName,
  folders: Folders,
  extensions: Extensions = EXTENSIONS,
) {
  if (name === 'stdio') return openModern(new ModernStdio(await stdioOf(folders)), extensions)
  if (name === 'HTTP') return openModern(new ModernHttp(await urlOf(folders)), extensions)
  const [ours, theirs] = ModernPair.createLinkedPair()
  await (await embed(folders)).connect(theirs)
  return openModern(ours, extensions)
}

async function openModern(
  transport: ModernStdio | ModernHttp | ModernPair,
  extensions: Extensions,
) {
  const client = new ModernClient(
    { name: 'test', version: '1.0.0' },
    { capabilities: { extensions }, versionNegotiation: { mode: { pin: MODERN } } },
  )
  await client.connect(transport)
  onTestFinished(() => client.close())
  let last: unknown
  const receive = transport.onmessage
  transport.onmessage = (message: JSONRPCMessage) => {
    last = message
    receive?.(message)
  }
  const get = (taskId: string) =>
    client.request({ method: 'tasks/get', params: { taskId } }, modernTask)
  return {
    client,
    get,
    ask: (method: string, params: Record<string, unknown>) =>
      client.request({ method, params }, z.looseObject({})),
    /** Calls a tool. The client knows no tasks, but what it got is one. */
    async start(tool: string, args: Record<string, unknown>) {
      const unknown = await client.callTool({ name: tool, arguments: args }).then(
        (result) => Promise.reject(new Error(`No task: ${JSON.stringify(result)}`)),
        (error) => error,
      )
      if (!/Unsupported result type 'task'/.test(unknown.message)) throw unknown
      return z.looseObject({ result: modernCreated }).parse(last).result
    },
    /** Polls until a task has ended. */
    async untilEnded(taskId: string) {
      for (;;) {
        const task = await get(taskId)
        if (task.status !== 'working') return task
      }
    },
  }
}
