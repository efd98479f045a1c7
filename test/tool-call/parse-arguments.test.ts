import { describe, expect, it, onTestFinished } from 'vitest'
import { openServer } from '../support/in-process-server.ts'
import { seed, serve } from '../support/seeded-server.ts'

/** Opens a server in this process against a seeded fake: what is checked here needs no transport. */
async function open() {
  const fake = await seed()
  const server = openServer(fake.url, fake.token)
  onTestFinished(() => server.close())
  return { fake, call: server.call }
}

const HOSTILE_IDS = [
  '../../users/me',
  'a/b/c',
  '..',
  '.',
  '~..',
  'x/..',
  '',
  ' ',
  'a?token=1',
  'a#b',
  'a%2Fb',
  'a\\b',
  'a\r\nHost: evil',
  'a\u0000b',
  'é',
  'x'.repeat(10_240),
]
/** Counts as absent where an id is optional. */
const isBlank = (id: string) => id.trim() === ''
const ID_CALLS: [tool: string, argument: string, rest: Record<string, unknown>][] = [
  ['run_actor', 'actorId', {}],
  ['run_actor_sync', 'actorId', {}],
  ['run_actor', 'taskId', {}],
  ['get_run', 'runId', {}],
  ['get_log', 'runId', {}],
  ['list_dataset_items', 'datasetId', {}],
  ['list_dataset_items', 'runId', {}],
  ['push_dataset_items', 'datasetId', { items: [{ a: 1 }] }],
  ['get_record', 'storeId', { recordKey: 'a' }],
  ['get_record', 'runId', { recordKey: 'a' }],
  ['put_record', 'storeId', { recordKey: 'a', text: 'b' }],
  ['get_actor', 'actorId', {}],
  ['validate_input', 'actorId', { input: {} }],
  ['list_runs', 'actorId', {}],
  ['abort_run', 'runId', {}],
  ['get_dataset', 'datasetId', {}],
  ['get_dataset', 'runId', {}],
  ['list_records', 'storeId', {}],
  ['list_records', 'runId', {}],
]

describe('an invalid id', () => {
  it.each(ID_CALLS)('of %s as %s never reaches the API', async (tool, argument, rest) => {
    const { call, fake } = await open()
    for (const id of HOSTILE_IDS) {
      if (tool === 'list_runs' && isBlank(id)) continue
      const { ok, text } = await call(tool, { [argument]: id, ...rest })
      expect(ok, id).toBe(false)
      expect(text, id).toContain(argument)
      expect(text.length, id).toBeLessThan(400)
    }
    expect(fake.requests).toEqual([])
  })

  it('is distinct from `user/name`, which stays in one segment', async () => {
    const { call, fake } = await serve()
    await call('list_dataset_items', { datasetId: 'alice/prices' })
    await call('list_dataset_items', { datasetId: 'alice~prices' })
    const path = '/v2/datasets/alice~prices/items'
    const paths = fake.requests.map((request) => request.path)
    expect(paths.filter((one) => one.includes('items'))).toEqual([path, path])
  })
})

describe('an invalid record key', () => {
  it.each(['', '.', '..', 'a/b', 'a b', 'ü', '%2e%2e', 'x'.repeat(257), 'a\nb'])(
    '%j never reaches the API',
    async (recordKey) => {
      const { call, fake } = await open()
      const read = await call('get_record', { storeId: 'store1', recordKey })
      const written = await call('put_record', { storeId: 'store1', recordKey, text: 'b' })
      for (const { ok, text } of [read, written]) {
        expect(ok).toBe(false)
        expect(text).toContain('recordKey')
      }
      expect(fake.requests).toEqual([])
    },
  )

  it('is distinct from the odd keys that the API accepts', async () => {
    const { call } = await serve()
    const target = { storeId: 'store1', recordKey: "a!-_.'()Z9" }
    expect((await call('put_record', { ...target, text: 'b' })).isError).toBe(false)
    expect((await call('get_record', target)).structured).toMatchObject({ text: 'b' })
  })
})

describe('wrong arguments', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['list_dataset_items', {}, ['Neither `datasetId` nor `runId`', 'exactly one']],
    ['list_dataset_items', { datasetId: 'a', runId: 'b' }, ['Both `datasetId` and `runId`']],
    ['get_record', { recordKey: 'a' }, ['Neither `storeId` nor `runId`']],
    ['get_record', { storeId: 'a', runId: 'b', recordKey: 'a' }, ['Both `storeId` and `runId`']],
    ['run_actor', {}, ['Neither `actorId` nor `taskId`', 'search_actors']],
    ['run_actor_sync', { actorId: 'a/b', taskId: 'c' }, ['Both `actorId` and `taskId`']],
    [
      'run_actor',
      { actorId: 'a/b', webhookUrl: 'ftp://a' },
      ['`webhookUrl`', 'no run was started'],
    ],
    ['get_dataset', {}, ['Neither `datasetId` nor `runId`']],
    ['list_records', { storeId: 'a', runId: 'b' }, ['Both `storeId` and `runId`']],
    ['search_actors', {}, ['Missing argument `query`']],
    ['get_actor', { actorId: 'a/b', section: 'price' }, ['`section`', 'pricing']],
    ['validate_input', { actorId: 'a/b' }, ['Missing argument `input`']],
    ['list_runs', { status: 'DONE' }, ['`status`', 'SUCCEEDED']],
    ['list_storages', { type: 'queue' }, ['`type`', 'key-value-store']],
    ['list_storages', {}, ['Missing argument `type`, one of "dataset", "key-value-store"']],
    ['create_storage', { type: 'dataset', name: '' }, ['`name`']],
    ['get_run', { runID: 'run1' }, ['Unknown argument `runID`', 'runId', 'waitSecs?']],
    ['whoami', { verbose: true }, ['Unknown argument `verbose`', 'no arguments']],
    ['get_run', {}, ['Missing argument `runId`']],
    ['get_run', { runId: 7 }, ['`runId`', 'string']],
    ['get_run', { runId: '' }, ['runId']],
    ['get_run', { runId: null }, ['Missing argument `runId`']],
    ['get_run', { runId: 'run1', waitSecs: -1 }, ['`waitSecs`', '0']],
    ['get_run', { runId: 'run1', waitSecs: 1.5 }, ['`waitSecs`']],
    ['get_log', { runId: 'run1', lines: 0 }, ['`lines`', '1']],
    ['list_dataset_items', { datasetId: 'data1', limit: '0' }, ['`limit`', '1']],
    ['list_dataset_items', { datasetId: 'data1', offset: '-1' }, ['`offset`', '>=0']],
    ['list_dataset_items', { datasetId: 'data1', offset: '9'.repeat(20) }, ['`offset`', '<=']],
    ['list_dataset_items', { datasetId: 'data1', fields: "['id']" }, ['`fields`', 'valid JSON']],
    ['list_dataset_items', { datasetId: 'data1', desc: 'yes' }, ['`desc`', 'boolean']],
    ['list_dataset_items', { datasetId: 'data1', format: 'yaml' }, ['`format`', 'csv']],
    ['run_actor', { actorId: 'a/b', input: [1] }, ['`input`', 'JSON object']],
    ['run_actor', { actorId: 'a/b', input: "{'a': 1}" }, ['`input`', 'JSON object', 'valid JSON']],
    ['run_actor', { actorId: 'a/b', memoryMbytes: '65536' }, ['`memoryMbytes`', '32768']],
    ['push_dataset_items', { datasetId: 'data1', items: [] }, ['`items`']],
    ['push_dataset_items', { datasetId: 'data1', items: [{}, 'b'] }, ['`items.1`', 'JSON object']],
    ['push_dataset_items', { datasetId: 'data1', items: [[1]] }, ['`items.0`']],
    ['push_dataset_items', { datasetId: 'data1', items: [null] }, ['`items.0`']],
    ['put_record', { storeId: 'a', recordKey: 'b' }, ['None of `json`, `text` and `base64`']],
    ['put_record', { storeId: 'a', recordKey: 'b', text: 'c', json: {} }, ['More than one']],
    ['put_record', { storeId: 'a', recordKey: 'b', text: 'c', base64: 'aGk=' }, ['More than one']],
    ['put_record', { storeId: 'a', recordKey: 'b', base64: '$$$' }, ['base64']],
    ['put_record', { storeId: 'a', recordKey: 'b', text: '', contentType: 'a\r\nb' }, ['MIME']],
  ])('%s %j', async (tool, args, parts) => {
    const { call, fake } = await open()
    const { ok, text } = await call(tool, args)
    expect(ok).toBe(false)
    for (const part of parts) expect(text).toContain(part)
    expect(fake.requests).toEqual([])
  })

  it('list the existing tools when a tool is unknown', async () => {
    const { call } = await serve()
    const { isError, text } = await call('delete_dataset')
    expect(isError).toBe(true)
    expect(text).toContain('delete_dataset')
    expect(text).toContain('list_dataset_items')
  })
})
