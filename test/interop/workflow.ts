import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startDemoSite } from '../../scripts/demo-site.ts'
import {
  type Connection,
  type InteropClient,
  type ObservedResult,
  OWN_NODE,
  startServer,
  type Transport,
} from './client.ts'

/** What the reporter prints about one test. */
interface InteropMeta {
  client: string
  runtime: string
  transport: Transport
  protocol: string
  server: string
}

declare module 'vitest' {
  interface TaskMeta {
    interop?: InteropMeta
  }
}

/** The default of `--max-result-tokens`. */
const BUDGET_TOKENS = 8000
/** Text of several times the budget. */
const LONG_TEXT = Array.from({ length: 3000 }, (_, index) => `line ${index} of a long text`).join(
  '\n',
)

const crawlResult = z.object({
  run: z.object({
    runId: z.string(),
    status: z.string(),
    datasetId: z.string(),
    storeId: z.string(),
  }),
})
const page = z.object({ items: z.array(z.object({ url: z.string(), title: z.string() })) })
const log = z.object({ lines: z.array(z.string()) })
const record = z.object({ text: z.string(), next: z.object({ offset: z.number() }) })

/** Defines a test for each client: the demo workflow, from the list of tools to errors. */
export function describeClients(transport: Transport, clients: readonly InteropClient[]): void {
  describe(`over ${transport}, server on ${OWN_NODE}`, () => {
    for (const client of clients) {
      const { name, protocols, runtime, skipReason } = client
      const title = `MCP ${protocols.join(' or ')}: ${name} on ${runtime}`
      if (skipReason !== undefined) it.skip(`${title}: skipped, ${skipReason}`)
      else {
        it(title, async ({ task }) => {
          const protocol = await runWorkflow(client, transport)
          task.meta.interop = { client: name, runtime, transport, protocol, server: OWN_NODE }
        })
      }
    }
  })
}

/**
 * Runs the demo workflow.
 * @returns the MCP version that was used
 */
async function runWorkflow(client: InteropClient, transport: Transport): Promise<string> {
  const site = await startDemoSite()
  onTestFinished(() => site.close())
  const server = await startServer(transport, client.flags)
  const connection = await client.connect(server)
  await checkTools(connection)
  const { runId, datasetId, storeId } = await crawl(connection, site.url)
  await makeMistakes(connection, { runId, datasetId })
  const rows = page.parse(readData(await connection.call('list_dataset_items', rowsOf(runId))))
  expect(rows.items).toHaveLength(2)
  expect(rows.items[0]?.url).toContain(site.url)
  const { lines } = log.parse(readData(await connection.call('get_log', { runId, lines: 5 })))
  expect(lines.length).toBeGreaterThan(0)
  await storeLongText(connection, storeId)
  await connection.close()
  const protocol = (await server.version()) ?? ''
  expect(client.protocols).toContain(protocol)
  return protocol
}

const rowsOf = (runId: string) => ({ runId, fields: ['url', 'title'], limit: 2 })

async function checkTools(connection: Connection): Promise<void> {
  const tools = new Map((await connection.listTools()).map(({ name, schema }) => [name, schema]))
  const needed = ['run_actor_sync', 'list_dataset_items', 'get_log', 'put_record', 'get_record']
  expect([...tools.keys()]).toEqual(expect.arrayContaining(needed))
  expect(tools.get('list_dataset_items')).toMatchObject({
    type: 'object',
    properties: {
      runId: { type: 'string' },
      limit: { type: 'integer', minimum: 1, maximum: 1000 },
      fields: { type: 'array', items: { type: 'string' } },
    },
  })
  expect(tools.get('put_record')).toMatchObject({ required: ['storeId', 'recordKey'] })
}

async function crawl(connection: Connection, url: string) {
  const input = { startUrls: [{ url }], maxPages: 2 }
  const result = await connection.call('run_actor_sync', {
    actorId: 'local/website-crawler',
    input,
  })
  const { run } = crawlResult.parse(readData(result))
  expect(run.status).toBe('SUCCEEDED')
  if (result.messages) expect(result.messages.length).toBeGreaterThan(0)
  return run
}

/** Calls with arguments out of range, conflicting arguments and an unknown id. */
async function makeMistakes(
  connection: Connection,
  { runId, datasetId }: { runId: string; datasetId: string },
): Promise<void> {
  // Inspector sends null for a number that it cannot read, which counts as absent.
  const tooSmall = await connection.call('list_dataset_items', { runId, limit: 0 })
  expectError(tooSmall, /limit/)
  const conflict = await connection.call('list_dataset_items', { runId, datasetId })
  expectError(conflict, /datasetId/)
  const unknown = await connection.call('get_log', { runId: 'nowhere' })
  expectError(unknown, /nowhere.*run_actor/)
}

function expectError({ text, failed, structured }: ObservedResult, pattern: RegExp): void {
  expect(text).toMatch(pattern)
  expect(structured).toBeUndefined()
  // If the client does not mark it as failed, the model has only the text.
  if (failed !== undefined) expect(failed).toBe(true)
}

/** Returns the data of a result. Checks that the agent got it within the budget. */
function readData(result: ObservedResult): unknown {
  const { text, failed, structured } = result
  expect(failed ?? false, text).toBe(false)
  expect(encode(text).length).toBeLessThanOrEqual(BUDGET_TOKENS)
  const data: unknown = JSON.parse(text)
  if ('structured' in result) expect(structured).toEqual(data)
  return data
}

async function storeLongText(connection: Connection, storeId: string): Promise<void> {
  const at = { storeId, recordKey: 'notes' }
  const stored = await connection.call('put_record', { ...at, text: LONG_TEXT })
  expect(readData(stored)).toMatchObject({ ...at, size: LONG_TEXT.length })
  const { text, next } = record.parse(readData(await connection.call('get_record', at)))
  expect(text.length).toBeGreaterThan(BUDGET_TOKENS)
  expect(LONG_TEXT.startsWith(text.slice(0, next.offset))).toBe(true)
}
