import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tools as allTools } from '../../tools/index.ts'
import { startDocsSite } from '../support/docs-site.ts'
import { fail } from '../support/fake-apify/apify.ts'
import { EVIL, EVIL_LINE, FORGED, fillHostile, ROW } from '../support/hostile-world.ts'
import { HANDSHAKE, request, startRaw } from '../support/raw-server.ts'
import { seed, serve } from '../support/seeded-server.ts'

async function hostile() {
  const docs = await startDocsSite(`# a\n## ${EVIL_LINE}\n- [${EVIL_LINE}](/evil.md): ${EVIL_LINE}`)
  docs.set('/evil.md', { body: EVIL })
  const server = await serve({ args: ['--tools=all', `--docs=${docs.url}`] })
  const { fake } = server
  fillHostile(fake)
  return server
}

const actorId = 'alice/crawler'
const CALLS: [tool: string, args: Record<string, unknown>][] = [
  ['whoami', {}],
  ['search_actors', { query: 'crawler' }],
  ['get_actor', { actorId }],
  ['validate_input', { actorId, input: {} }],
  ['run_actor', { actorId }],
  ['run_actor_sync', { actorId }],
  ['get_run', { runId: 'run1' }],
  ['list_runs', {}],
  ['abort_run', { runId: 'run1' }],
  ['get_log', { runId: 'run1' }],
  ['get_log', { runId: 'run1', search: FORGED }],
  ['get_dataset', { datasetId: 'data1' }],
  ['list_dataset_items', { datasetId: 'data1' }],
  ['list_dataset_items', { datasetId: 'data1', format: 'csv' }],
  ['query_dataset', { datasetId: 'data1', sql: 'SELECT * FROM items' }],
  ['push_dataset_items', { datasetId: 'data1', items: [Object(ROW)] }],
  ['list_records', { storeId: 'store1' }],
  ['get_record', { storeId: 'store1', recordKey: 'OUTPUT' }],
  ['get_record', { storeId: 'store1', recordKey: 'text' }],
  ['get_record', { storeId: 'store1', recordKey: 'bin' }],
  ['put_record', { storeId: 'store1', recordKey: 'a', text: EVIL }],
  ['list_storages', { type: 'dataset' }],
  ['search_docs', { query: 'evil' }],
  ['read_docs', { url: '/evil' }],
  ['save_task', { taskId: 'task1', memoryMbytes: 256 }],
  ['get_task', { taskId: 'task1' }],
  ['list_tasks', {}],
  ['delete_task', { taskId: 'task1' }],
  ['save_schedule', { scheduleId: 'schedule1', isEnabled: true }],
  ['get_schedule', { scheduleId: 'schedule1' }],
  ['list_schedules', {}],
  ['delete_schedule', { scheduleId: 'schedule1' }],
  ['save_webhook', { webhookId: 'webhook1', eventTypes: ['TEST'] }],
  ['get_webhook', { webhookId: 'webhook1' }],
  ['list_webhooks', {}],
  ['delete_webhook', { webhookId: 'webhook1' }],
  ['get_build', { buildId: 'build2' }],
  ['list_builds', {}],
  ['build_actor', { actorId, version: '0.1' }],
  ['resurrect_run', { runId: 'run1' }],
  ['list_webhook_dispatches', {}],
  ['get_request_queue', { queueId: 'queue1' }],
  ['delete_storage', { type: 'dataset', storageId: 'data1' }],
  ['delete_record', { storeId: 'store1', recordKey: 'OUTPUT' }],
  ['add_actor_tool', { actorId }],
]

/** Tools whose results have no text of others: they repeat what the call names. */
const OWN_TEXT_ONLY = [
  ...['create_storage', 'export_items', 'add_requests', 'rename_storage'],
  'remove_actor_tool',
]

const listed = z.object({ properties: z.record(z.string(), z.unknown()) })

it('every tool that shows text of others is called here', () => {
  const called = new Set(CALLS.map(([tool]) => tool))
  const missing = allTools.map(({ name }) => name).filter((name) => !called.has(name))
  expect(missing).toEqual(OWN_TEXT_ONLY)
})

describe('text from the web stays data', () => {
  it.each(CALLS)('%s (%#)', async (tool, args) => {
    const { call, client } = await hostile()
    const { tools } = await client.listTools()
    const schema = tools.find(({ name }) => name === tool)?.outputSchema
    const { raw, text, structured, isError } = await call(tool, args)
    expect(isError, text).toBe(false)
    expect(JSON.parse(text)).toEqual(structured)
    // No new line, no control of a terminal, and only the tool's own fields at the top level.
    expect(text).not.toMatch(/[\u0000-\u001f]/)
    const own = Object.keys(listed.parse(schema).properties)
    expect(Object.keys(structured).filter((key) => !own.includes(key))).toEqual([])
    expect(JSON.stringify([structured.note, structured.next])).not.toContain(FORGED)
    const blocks = raw.content.slice(1).map(({ type }) => type)
    expect(blocks.filter((type) => type !== 'resource_link')).toEqual([])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('and arrives whole, with its forged fields', async () => {
    const { call } = await hostile()
    const { structured } = await call('list_dataset_items', { datasetId: 'data1' })
    expect(JSON.stringify(structured.items)).toBe(JSON.stringify([ROW, ROW]))
    const record = await call('get_record', { storeId: 'store1', recordKey: 'OUTPUT' })
    expect(JSON.stringify(record.structured.value)).toBe(JSON.stringify(ROW))
    const text = await call('get_record', { storeId: 'store1', recordKey: 'text' })
    expect(text.structured.text).toBe(Buffer.from(EVIL).toString())
  })

  it('in an API error too', async () => {
    const { call, fake } = await hostile()
    fake.on('GET /v2/actor-runs/run1', fail(400, FORGED, EVIL))
    const { text, isError } = await call('get_run', { runId: 'run1' })
    expect(isError).toBe(true)
    expect(text).toMatch(/^The request for the run "run1" was rejected \(400\): .* Correct the/)
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]|<system>/u)
  })

  it('on the wire: every line of stdout answers a request, or says that a tool was added', async () => {
    const fake = await seed()
    fillHostile(fake)
    const { child, write, answer, exited, messages } = await startRaw({
      fake,
      args: ['--tools=all'],
    })
    let raw = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      raw += chunk
    })
    write(...HANDSHAKE)
    for (const [i, [name, args]] of CALLS.entries())
      write(request(i + 2, 'tools/call', { name, arguments: args }))
    for (const i of CALLS.keys()) await answer(i + 2)
    child.stdin.end()
    expect(await exited).toMatchObject({ stray: [], stderr: '' })
    const notices = messages.filter(({ method }) => method !== undefined)
    expect(notices).toEqual([{ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }])
    expect(messages).toHaveLength(CALLS.length + 2)
    // Some readers take these for line ends too.
    expect(raw).not.toMatch(/[\u0085\u2028\u2029]/)
  })
})
