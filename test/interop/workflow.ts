import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startDemoSite } from '../../scripts/demo-site.ts'
import {
  type Connection,
  type InteropClient,
  OWN_NODE,
  type Seen,
  startServer,
  type Transport,
} from './client.ts'

/** What the table at the end says of one test. */
interface Passed {
  client: string
  runtime: string
  transport: Transport
  protocol: string
  server: string
}

declare module 'vitest' {
  interface TaskMeta {
    interop?: Passed
  }
}

/** What one result may cost without `--max-result-tokens`. */
const BUDGET_TOKENS = 8000
/** Several times the budget. */
const LONG_TEXT = Array.from({ length: 3000 }, (_, index) => `line ${index} of a long text`).join(
  '\n',
)

const ran = z.object({
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

/** One test a client: the demo workflow, from the list of tools to a healed mistake. */
export function describeClients(transport: Transport, clients: readonly InteropClient[]): void {
  describe(`over ${transport}, server on ${OWN_NODE}`, () => {
    for (const client of clients) {
      const { name, protocols, runtime, missing } = client
      const title = `MCP ${protocols.join(' or ')}: ${name} on ${runtime}`
      if (missing !== undefined) it.skip(`${title}: skipped, ${missing}`)
      else {
        it(title, async ({ task }) => {
          const protocol = await workThrough(client, transport)
          task.meta.interop = { client: name, runtime, transport, protocol, server: OWN_NODE }
        })
      }
    }
  })
}

/** @returns the version of MCP that was spoken */
async function workThrough(client: InteropClient, transport: Transport): Promise<string> {
  const site = await startDemoSite()
  onTestFinished(() => site.close())
  const server = await startServer(transport, client.flags)
  const connection = await client.connect(server)
  await checkTools(connection)
  const { runId, datasetId, storeId } = await crawl(connection, site.url)
  await mistake(connection, { runId, datasetId })
  const rows = page.parse(read(await connection.call('list_dataset_items', rowsOf(runId))))
  expect(rows.items).toHaveLength(2)
  expect(rows.items[0]?.url).toContain(site.url)
  const { lines } = log.parse(read(await connection.call('get_log', { runId, lines: 5 })))
  expect(lines.length).toBeGreaterThan(0)
  await keepLongText(connection, storeId)
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
  const seen = await connection.call('run_actor_sync', { actorId: 'local/website-crawler', input })
  const { run } = ran.parse(read(seen))
  expect(run.status).toBe('SUCCEEDED')
  if (seen.messages) expect(seen.messages.length).toBeGreaterThan(0)
  return run
}

/** Arguments of the wrong type, arguments that exclude each other, an id that leads nowhere. */
async function mistake(
  connection: Connection,
  { runId, datasetId }: { runId: string; datasetId: string },
): Promise<void> {
  const typed = await connection.call('list_dataset_items', { runId, limit: 'many' })
  expectRefusal(typed, /limit/)
  const both = await connection.call('list_dataset_items', { runId, datasetId })
  expectRefusal(both, /datasetId/)
  const lost = await connection.call('get_log', { runId: 'nowhere' })
  expectRefusal(lost, /nowhere.*run_actor/)
}

function expectRefusal({ text, failed, structured }: Seen, words: RegExp): void {
  expect(text).toMatch(words)
  expect(structured).toBeUndefined()
  // Where the client does not mark it, the words are all that the model has.
  if (failed !== undefined) expect(failed).toBe(true)
}

/** The data of a result, which reached the agent once and within the budget. */
function read(seen: Seen): unknown {
  const { text, failed, structured } = seen
  expect(failed ?? false, text).toBe(false)
  expect(encode(text).length).toBeLessThanOrEqual(BUDGET_TOKENS)
  const data: unknown = JSON.parse(text)
  if ('structured' in seen) expect(structured).toEqual(data)
  return data
}

async function keepLongText(connection: Connection, storeId: string): Promise<void> {
  const at = { storeId, recordKey: 'notes' }
  const kept = await connection.call('put_record', { ...at, text: LONG_TEXT })
  expect(read(kept)).toMatchObject({ ...at, size: LONG_TEXT.length })
  const { text, next } = record.parse(read(await connection.call('get_record', at)))
  expect(text.length).toBeGreaterThan(BUDGET_TOKENS)
  expect(LONG_TEXT.startsWith(text.slice(0, next.offset))).toBe(true)
}
