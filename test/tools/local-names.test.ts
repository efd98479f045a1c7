import { describe, expect, it } from 'vitest'
import { tools } from '../../tools/index.ts'
import { makeFolder } from '../support/folder.ts'
import { writeActor } from '../support/local-platform/actor-project.ts'
import { startServer } from '../support/mcp-client.ts'

const NAME = 'my-finance'
const LIKE_ID = 'abcdefghijklmnopq'

/** Starts a server on the local platform, with an Actor that fails and storages of two names. */
async function serveLocally() {
  const folder = await makeFolder()
  await writeActor(folder, "console.log('ERROR It broke'); process.exit(9)")
  const downloads = await makeFolder()
  // Documentation is read from nowhere.
  const args = [
    '--tools=all',
    '--docs=http://127.0.0.1:1',
    `--actors=${folder}`,
    `--download-dir=${downloads}`,
  ]
  const server = await startServer({ args })
  for (const type of ['dataset', 'key-value-store'])
    for (const name of [NAME, LIKE_ID]) await server.call('create_storage', { type, name })
  return server
}

describe('on the local platform', () => {
  it.each([NAME, LIKE_ID, `local/${NAME}`, `local~${NAME}`, `~${NAME}`])(
    '%s names a storage of the account for every tool',
    async (name) => {
      const { call } = await serveLocally()
      const calls: [string, Record<string, unknown>][] = [
        ['push_dataset_items', { datasetId: name, items: [{ a: 1 }] }],
        ['list_dataset_items', { datasetId: name }],
        ['get_dataset', { datasetId: name }],
        ['query_dataset', { datasetId: name, otherDatasetId: name, sql: 'SELECT a FROM items' }],
        ['export_items', { datasetId: name }],
        ['put_record', { storeId: name, recordKey: 'a', text: 'x' }],
        ['get_record', { storeId: name, recordKey: 'a' }],
        ['list_records', { storeId: name }],
        ['export_items', { storeId: name, recordKey: 'a' }],
      ]
      for (const [tool, args] of calls) {
        const { isError, text } = await call(tool, args)
        expect(isError, `${tool}: ${text}`).toBe(false)
      }
    },
  )

  it('an Actor is found by its name alone, a run says its name, and get_run why it failed', async () => {
    const { call } = await serveLocally()
    for (const tool of ['get_actor', 'list_runs'])
      expect((await call(tool, { actorId: 'tester' })).isError, tool).toBe(false)
    const started = await call('run_actor', { actorId: 'tester', waitSecs: 45 })
    expect(started.structured).toMatchObject({ actorName: 'local/tester', status: 'FAILED' })
    const { runId } = started.structured
    const { structured } = await call('get_run', { runId })
    expect(structured).toMatchObject({ actorName: 'local/tester', exitCode: 9 })
    expect(JSON.stringify(structured.log)).toContain('It broke')
    expect((await call('list_runs')).structured).toMatchObject({
      runs: [{ runId, actorName: 'local/tester' }],
      listedUsageUsd: 0,
    })
  })

  it.each(['tester', 'local/tester'])(
    'build_actor names the version that %s has',
    async (actorId) => {
      const { call } = await serveLocally()
      const { text, isError } = await call('build_actor', { actorId, version: '9.9' })
      expect(isError).toBe(true)
      expect(text).toBe(
        `The version "9.9" of Actor "${actorId}" was not found (404). Give a \`version\` that exists: 0.1.`,
      )
    },
  )

  it('build_actor says of an Actor that there is none', async () => {
    const { call } = await serveLocally()
    const { text } = await call('build_actor', { actorId: 'testr', version: '0.1' })
    expect(text).toContain('The Actor "testr" was not found (404)')
    expect(text).toContain('tester')
    expect(text).not.toContain('ersion')
  })

  it('resources and completions take names', async () => {
    const { client, call } = await serveLocally()
    await call('put_record', { storeId: NAME, recordKey: 'a', text: 'x' })
    for (const uri of [`apify://store/${NAME}/a`, `apify://dataset/${NAME}/items`])
      expect((await client.readResource({ uri })).contents, uri).toHaveLength(1)
    const complete = async (uri: string, name: string, value: string, given = {}) =>
      (
        await client.complete({
          ref: { type: 'ref/resource', uri },
          argument: { name, value },
          context: { arguments: given },
        })
      ).completion.values
    const dataset = 'apify://dataset/{datasetId}/items{?offset,limit}'
    expect(await complete(dataset, 'datasetId', 'my')).toEqual([NAME])
    const record = 'apify://store/{storeId}/{recordKey}'
    expect(await complete(record, 'recordKey', '', { storeId: NAME })).toEqual(['a'])
  })
})

/** Calls of every tool that fail, or whose results have notes. */
const CALLS: [tool: string, args: Record<string, unknown>][] = [
  ['whoami', {}],
  ['search_actors', { query: 'nothing of that kind' }],
  ['get_actor', { actorId: 'nobody' }],
  ['get_actor', { actorId: 'tester', section: 'pricing' }],
  ['validate_input', { actorId: 'bob/nothing', input: {} }],
  ['run_actor', { actorId: 'nobody' }],
  ['run_actor', { taskId: 'nothing' }],
  ['run_actor', { actorId: 'tester', build: 'beta' }],
  ['run_actor', { actorId: 'tester', maxTotalChargeUsd: 9, memoryMbytes: 129 }],
  ['run_actor_sync', { actorId: 'tester' }],
  ['run_actor_sync', { taskId: 'https://console.apify.com/actors/runs/x' }],
  ['get_run', { runId: 'nothing' }],
  ['get_log', { runId: 'nothing' }],
  ['get_log', { runId: 'https://console.apify.com/actors/a/builds/0.1.2' }],
  ['abort_run', { runId: 'nothing' }],
  ['list_runs', {}],
  ['list_runs', { status: 'ABORTED' }],
  ['list_runs', { actorId: 'nobody' }],
  ['list_storages', { type: 'dataset', offset: 90 }],
  ['create_storage', { type: 'dataset', name: '-no-' }],
  ['get_dataset', { datasetId: 'nothing' }],
  ['get_dataset', { datasetId: NAME }],
  ['list_dataset_items', { datasetId: 'nothing' }],
  ['list_dataset_items', { datasetId: NAME, offset: 5 }],
  ['list_dataset_items', { datasetId: NAME, fields: ['a,b'], format: 'csv' }],
  ['list_dataset_items', { datasetId: NAME, unwind: ['a,b'] }],
  ['list_dataset_items', { datasetId: NAME, view: 'none' }],
  ['query_dataset', { datasetId: 'nothing', sql: 'SELECT 1' }],
  ['query_dataset', { datasetId: NAME, sql: 'SELECT * FROM items' }],
  ['push_dataset_items', { datasetId: 'nothing', items: [{}] }],
  ['push_dataset_items', { datasetId: NAME, items: [{ a: 'x'.repeat(5_000_000) }] }],
  ['list_records', { storeId: 'nothing' }],
  ['list_records', { storeId: NAME }],
  ['get_record', { storeId: NAME, recordKey: 'nothing' }],
  ['get_record', { runId: 'nothing', recordKey: 'OUTPUT' }],
  ['put_record', { storeId: 'nothing', recordKey: 'a', text: 'b' }],
  ['put_record', { storeId: NAME, recordKey: 'a b', text: 'b' }],
  ['export_items', { datasetId: 'nothing' }],
  ['search_docs', { query: 'proxy' }],
  ['read_docs', { url: 'https://docs.apify.com/nothing' }],
  ['save_task', { actorId: 'tester', name: 'mine', isPublic: true }],
  ['save_task', { actorId: 'nobody' }],
  ['save_task', { actorId: 'tester', name: 'mine' }],
  ['save_task', { actorId: 'tester', name: 'mine' }],
  ['get_task', { taskId: 'mime' }],
  ['list_tasks', { offset: 9 }],
  ['save_schedule', { cronExpression: '@daily', actions: [{ taskId: 'mine' }] }],
  ['get_schedule', { scheduleId: 'nothing' }],
  ['list_schedules', {}],
  ['delete_schedule', { scheduleId: 'nothing' }],
  ['save_webhook', { taskId: 'mine', eventTypes: ['TEST'], requestUrl: 'http://localhost/' }],
  ['get_webhook', { webhookId: 'nothing' }],
  ['list_webhooks', {}],
  ['delete_webhook', { webhookId: 'nothing' }],
  ['delete_task', { taskId: 'mine' }],
  ['get_build', { buildId: 'nothing' }],
  ['list_builds', { actorId: 'nobody' }],
  ['build_actor', { actorId: 'nobody', version: '0.1' }],
  ['resurrect_run', { runId: 'nothing' }],
  ['list_webhook_dispatches', { webhookId: 'nothing' }],
  ['get_request_queue', { queueId: 'nothing' }],
  ['add_requests', { queueId: 'nothing', requests: [{ url: 'https://example.com' }] }],
  ['rename_storage', { type: 'dataset', storageId: NAME, name: '-no-' }],
  ['rename_storage', { type: 'dataset', storageId: NAME, name: LIKE_ID }],
  ['delete_record', { storeId: NAME, recordKey: 'nothing' }],
  ['delete_storage', { type: 'request-queue', storageId: 'nothing' }],
  ['add_actor_tool', { actorId: 'nobody' }],
  ['add_actor_tool', { actorId: 'tester' }],
  ['remove_actor_tool', { actorId: 'nobody' }],
]

describe('no text of the local platform', () => {
  it('speaks of what Apify does, of its Console, or of a budget of 0', async () => {
    expect(new Set(CALLS.map(([tool]) => tool))).toEqual(new Set(tools.map(({ name }) => name)))
    const { call } = await serveLocally()
    for (const [tool, args] of CALLS) {
      const { text, isError, structured } = await call(tool, args)
      const said = isError ? text : String(structured.note ?? '')
      const where = `${tool} ${JSON.stringify(args).slice(0, 80)}: ${said}`
      expect(said, where).not.toMatch(
        /\bApify (?!cloud)\w|\bApify's (?!cloud)|Apify Console|(?<!`)(?:console|status)\.apify\.com|\b0 USD/,
      )
      expect(text, where).not.toMatch(/monthlyUsage|limitUsd/i)
    }
  })
})
