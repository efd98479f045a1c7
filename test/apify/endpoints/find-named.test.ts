import { describe, expect, it, onTestFinished } from 'vitest'
import { fail, startFakeApify } from '../../support/fake-apify/apify.ts'
import { openServer } from '../../support/in-process-server.ts'
import { RUN } from '../../support/seeded-server.ts'

/** An id of the form of Apify's, and a name of the same form. */
const ID = 'Kx7dQ2mPz9RtYw3Lb'
const LIKE_ID = 'financialReport25'
const OWN_ACTOR = 'Ac7dQ2mPz9RtYw3Lb'
const TASK = 'Ta7dQ2mPz9RtYw3Lb'

/** An account that owns a dataset, a store, an Actor and a task, by ids and names as on the platform. */
async function openAccount() {
  const fake = await startFakeApify()
  onTestFinished(fake.close)
  fake.setRun({ ...RUN, actId: OWN_ACTOR })
  fake.datasets.set(ID, [{ a: 1 }])
  fake.records.set(`${ID}/OUTPUT`, { body: '{"ok":true}', contentType: 'application/json' })
  fake.catalog.actors.set(OWN_ACTOR, { id: OWN_ACTOR, username: 'alice', name: 'my-actor' })
  fake.catalog.builds.set(OWN_ACTOR, { id: 'build1' })
  fake.on('POST /v2/actor-tasks/:id/runs', ({ params }, response) => {
    if (params.id !== TASK) return fail(404, 'record-not-found', 'No task')(Object(null), response)
    response.writeHead(201).end(JSON.stringify({ data: { ...RUN, actId: OWN_ACTOR } }))
    return undefined
  })
  // The fake takes any text for the id of a store, and of an Actor with runs. The platform does not.
  for (const route of [
    'GET /v2/key-value-stores/:id/keys',
    'PUT /v2/key-value-stores/:id/records/:key',
    'GET /v2/actors/:id/runs',
  ]) {
    fake.on(route, ({ params }, response) => {
      if (params.id !== 'mine' && params.id !== 'my-actor') return 'pass'
      return fail(404, 'record-not-found', 'Not found')(Object(null), response)
    })
  }
  for (const name of ['mine', LIKE_ID, '-_.', 'a.b']) fake.ownNames.set(name, ID)
  fake.ownNames.set('my-actor', OWN_ACTOR)
  fake.ownNames.set('my-task', TASK)
  const server = openServer(fake.url, fake.token)
  onTestFinished(server.close)
  const pathsOf = (part: string) =>
    fake.requests.map(({ method, path }) => `${method} ${path}`).filter((one) => one.includes(part))
  return { fake, pathsOf, call: server.call }
}

const DATASET_CALLS: [tool: string, args: object][] = [
  ['get_dataset', {}],
  ['list_dataset_items', {}],
  ['list_dataset_items', { format: 'csv' }],
  ['query_dataset', { sql: 'SELECT count(*) FROM items' }],
  ['push_dataset_items', { items: [{ a: 2 }] }],
]
const STORE_CALLS: [tool: string, args: object][] = [
  ['list_records', {}],
  ['get_record', { recordKey: 'OUTPUT' }],
  ['put_record', { recordKey: 'b', text: 'x' }],
]

describe('a name without a user', () => {
  it.each([
    ...DATASET_CALLS.map(([tool, args]) => [tool, { ...args, datasetId: 'mine' }] as const),
    ...STORE_CALLS.map(([tool, args]) => [tool, { ...args, storeId: 'mine' }] as const),
  ])('is one of the account for %s %j', async (tool, args) => {
    const { call, pathsOf } = await openAccount()
    expect(await call(tool, args)).toMatchObject({ ok: true })
    expect(pathsOf('/~mine').length).toBeGreaterThan(0)
  })

  it.each(['-_.', 'a.b'])('may have odd characters: %s', async (datasetId) => {
    const { call } = await openAccount()
    expect(await call('list_dataset_items', { datasetId })).toMatchObject({ ok: true })
  })

  it.each(['get_actor', 'validate_input', 'run_actor', 'run_actor_sync', 'list_runs'])(
    'is an Actor of the account for %s',
    async (tool) => {
      const { call, pathsOf } = await openAccount()
      const input = tool === 'validate_input' && { input: {} }
      expect(await call(tool, { actorId: 'my-actor', ...input })).toMatchObject({ ok: true })
      expect(pathsOf('/~my-actor').length).toBeGreaterThan(0)
    },
  )

  it('is a task of the account', async () => {
    const { call, pathsOf } = await openAccount()
    expect(await call('run_actor', { taskId: 'my-task' })).toMatchObject({ ok: true })
    expect(pathsOf('actor-tasks')).toEqual([
      'POST /v2/actor-tasks/my-task/runs',
      'POST /v2/actor-tasks/~my-task/runs',
    ])
  })

  it('may be an id of a server that makes ids of another form, which costs no further request', async () => {
    const { call, fake, pathsOf } = await openAccount()
    fake.on('GET /v2/datasets/:id/items', ({ path }, response) => {
      if (path.includes('~'))
        return fail(404, 'record-not-found', 'No dataset')(Object(null), response)
      response.writeHead(200).end('{"a":5}\n')
      return undefined
    })
    const found = await call('list_dataset_items', { datasetId: 'default' })
    expect(found).toMatchObject({ structured: { items: [{ a: 5 }] } })
    expect(pathsOf('/items')).toEqual(['GET /v2/datasets/default/items'])
  })
})

describe('what looks like an id', () => {
  it.each([...DATASET_CALLS, ...STORE_CALLS])('is an id first for %s %j', async (tool, args) => {
    const { call, pathsOf } = await openAccount()
    const id = tool.includes('record') ? { storeId: ID } : { datasetId: ID }
    expect(await call(tool, { ...args, ...id })).toMatchObject({ ok: true })
    expect(pathsOf('/~')).toEqual([])
  })

  it.each([...DATASET_CALLS, ...STORE_CALLS])(
    'is a name if no id is found, for %s %j',
    async (tool, args) => {
      const { call, fake } = await openAccount()
      const id = tool.includes('record') ? { storeId: LIKE_ID } : { datasetId: LIKE_ID }
      expect(await call(tool, { ...args, ...id })).toMatchObject({ ok: true })
      if (tool === 'push_dataset_items') expect(fake.datasets.get(ID)).toHaveLength(2)
    },
  )

  it('starts one run, as a name too', async () => {
    const { call, fake, pathsOf } = await openAccount()
    fake.ownNames.set(LIKE_ID, OWN_ACTOR)
    expect(await call('run_actor', { actorId: LIKE_ID })).toMatchObject({ ok: true })
    expect(pathsOf('POST')).toEqual([
      `POST /v2/actors/${LIKE_ID}/runs`,
      `POST /v2/actors/~${LIKE_ID}/runs`,
    ])
  })

  it.each([400, 401, 403, 500])('is not asked for as a name after status %i', async (status) => {
    const { call, fake, pathsOf } = await openAccount()
    fake.on('GET /v2/datasets/:id/items', fail(status, 'some-type', 'No'))
    expect(await call('list_dataset_items', { datasetId: ID })).toMatchObject({ ok: false })
    expect(pathsOf('~')).toEqual([])
  })
})

describe('a name of another user', () => {
  it.each(['bob~prices', 'bob/prices'])('is asked for as it is: %s', async (datasetId) => {
    const { call, pathsOf } = await openAccount()
    expect(await call('list_dataset_items', { datasetId })).toMatchObject({ ok: false })
    expect(pathsOf('/items')).toEqual(['GET /v2/datasets/bob~prices/items'])
  })
})

describe('a record that is not found', () => {
  it('is named if its store is there', async () => {
    const { call } = await openAccount()
    const { text } = await call('get_record', { storeId: 'mine', recordKey: 'none' })
    expect(text).toContain('The record "none" was not found')
    expect(text).toContain('list_records')
  })

  it.each([
    [{ storeId: 'none' }, 'The key-value store "none" was not found'],
    [{ storeId: ID.replace('K', 'k') }, 'The key-value store "kx7dQ2mPz9RtYw3Lb" was not found'],
    [{ runId: 'none' }, 'The run "none" was not found'],
  ])('is not named if there is none of %j', async (args, words) => {
    const { call } = await openAccount()
    const { text } = await call('get_record', { ...args, recordKey: 'OUTPUT' })
    expect(text).toContain(words)
  })
})

describe('a storage of a run that is gone', () => {
  it.each([
    ['list_dataset_items', 'dataset', {}],
    ['get_dataset', 'dataset', {}],
    ['query_dataset', 'dataset', { sql: 'SELECT 1 FROM items' }],
    ['get_record', 'key-value store', { recordKey: 'OUTPUT' }],
    ['get_request_queue', 'request queue', {}],
  ])('%s says so, and that the run is there', async (tool, kind, args) => {
    const { call, fake } = await openAccount()
    fake.setRun({ ...RUN, defaultKeyValueStoreId: 'gone1' })
    for (const route of ['', '/records/:key'])
      fake.on(`GET /v2/actor-runs/:id/key-value-store${route}`, fail(404, 'record-not-found', 'x'))
    const gone = await call(tool, { runId: 'run1', ...args })
    expect(gone.text).toContain(`The ${kind} of run "run1" does not exist any more (404)`)
    const none = await call(tool, { runId: 'none', ...args })
    expect(none.text).toContain('The run "none" was not found')
  })
})
