import { describe, expect, test } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import { connect, keepCoverage } from '../../support/local-platform/client.ts'
import { runToEnd, startPlatform } from '../../support/local-platform/platform.ts'
import { encodeWebhooks, startReceiver } from '../../support/local-platform/webhooks.ts'

describe("webhooks, with Apify's own client and API description", () => {
  test('create, get, list, update, test, dispatches and delete', async () => {
    const receiver = await startReceiver()
    const { client, platform } = await connect()
    const actor = await client.actor('~tester').get()
    const task = await client.tasks().create({ actId: '~tester', name: 'my-task' })
    const given = {
      eventTypes: ['ACTOR.RUN.SUCCEEDED'] as const,
      requestUrl: `${receiver.url}/in`,
      payloadTemplate: '{"text":"Run {{resource.id}} ended","event":{{eventType}}}',
      shouldInterpolateStrings: true,
      description: 'Mine',
      idempotencyKey: 'k1',
    }
    const made = await client.webhooks().create({ ...given, condition: { actorId: '~tester' } })
    expect(made).toMatchObject({
      condition: { actorId: actor?.id },
      isAdHoc: false,
      doNotRetry: false,
      payloadTemplate: given.payloadTemplate,
      stats: { totalDispatches: 0 },
      lastDispatch: null,
    })
    const same = await client.webhooks().create({ ...given, condition: { actorId: '~tester' } })
    expect(same).toEqual(made)
    const ofTask = await client.webhooks().create({
      eventTypes: ['ACTOR.RUN.FAILED'],
      requestUrl: given.requestUrl,
      condition: { actorTaskId: '~my-task' },
    })
    expect(ofTask.condition).toEqual({ actorTaskId: task.id })
    expect((await client.webhooks().list({ desc: true })).items).toMatchObject([
      { id: ofTask.id },
      { id: made.id },
    ])
    expect((await client.actor('~tester').webhooks().list()).items).toMatchObject([{ id: made.id }])
    expect((await client.task(task.id).webhooks().list()).items).toMatchObject([{ id: ofTask.id }])

    const run = await client.actor('~tester').call({}, { log: null })
    const { body } = await receiver.seen('POST /in')
    expect(JSON.parse(body.toString())).toEqual({
      text: `Run ${run.id} ended`,
      event: 'ACTOR.RUN.SUCCEEDED',
    })
    const webhook = client.webhook(made.id)
    await expect
      .poll(async () => (await webhook.get())?.lastDispatch)
      .toMatchObject({ status: 'SUCCEEDED' })
    const { items } = await webhook.dispatches().list()
    expect(items).toMatchObject([
      {
        webhookId: made.id,
        status: 'SUCCEEDED',
        eventType: 'ACTOR.RUN.SUCCEEDED',
        eventData: { actorId: actor?.id, actorRunId: run.id },
        calls: [{ responseStatus: 200, errorMessage: null }],
        webhook: { requestUrl: given.requestUrl, isAdHoc: false },
      },
    ])

    const tested = await webhook.test()
    expect(tested).toMatchObject({ eventType: 'TEST', status: 'ACTIVE' })
    const dispatch = client.webhookDispatch(tested?.id ?? '')
    await expect.poll(async () => (await dispatch.get())?.status).toBe('SUCCEEDED')
    expect((await client.webhookDispatches().list({ desc: true, limit: 1 })).items).toMatchObject([
      { id: tested?.id },
    ])

    const update = { eventTypes: ['ACTOR.RUN.ABORTED' as const], description: 'Changed' }
    expect(await webhook.update(update)).toMatchObject({ ...update, requestUrl: given.requestUrl })
    await webhook.delete()
    expect(await webhook.get()).toBeUndefined()
    // What it told stays.
    const { json } = await platform.call(`GET /v2/webhook-dispatches/${tested?.id}`)
    expect(json.data).toMatchObject({ webhookId: made.id, webhook: null })
  })

  keepCoverage('webhooks.test.ts')
})

const GIVEN = {
  eventTypes: ['ACTOR.RUN.SUCCEEDED'],
  requestUrl: 'https://example.com/',
  condition: { actorId: '~tester' },
}

test.each<[string, object, number, string, string]>([
  ['no events', { ...GIVEN, eventTypes: [] }, 400, 'invalid-request', 'eventTypes'],
  ['an unknown event', { ...GIVEN, eventTypes: ['RUN'] }, 400, 'invalid-request', 'eventTypes'],
  ['a bad address', { ...GIVEN, requestUrl: 'ftp://a' }, 400, 'invalid-request', 'requestUrl'],
  ['a bad payload', { ...GIVEN, payloadTemplate: '{' }, 400, 'invalid-request', 'must be JSON'],
  ['no condition', { ...GIVEN, condition: {} }, 400, 'invalid-value', 'needs an actorId'],
  [
    'an unknown Actor',
    { ...GIVEN, condition: { actorId: 'none' } },
    404,
    'record-not-found',
    'Actor was not found',
  ],
  [
    'an unknown task',
    { ...GIVEN, condition: { actorTaskId: 'none' } },
    404,
    'record-not-found',
    'Actor task was not found',
  ],
  [
    'an unknown run',
    { ...GIVEN, condition: { actorRunId: 'none' } },
    404,
    'record-not-found',
    'Actor run was not found',
  ],
])('%s is refused, for a new webhook and for another', async (_, given, status, type, part) => {
  const { call } = await startPlatform()
  const other = (await call('POST /v2/webhooks', { body: JSON.stringify(GIVEN) })).json.data
  for (const target of ['POST /v2/webhooks', `PUT /v2/webhooks/${other.id}`]) {
    const answer = await call(target, { body: JSON.stringify(given) })
    expect([answer.status, answer.json.error.type]).toEqual([status, type])
    expect(answer.json.error.message).toContain(part)
  }
  expect((await call('GET /v2/webhooks')).json.data.items).toHaveLength(1)
  expect((await call(`GET /v2/webhooks/${other.id}`)).json.data).toEqual(other)
})

test.each(['/v2/webhooks/none', '/v2/webhook-dispatches/none'])('%s is not found', async (path) => {
  const { call } = await startPlatform()
  const { status, json } = await call(`GET ${path}`)
  expect([status, json.error.type]).toEqual([404, 'record-not-found'])
})

test('webhooks that a start names are stored for its run alone', async () => {
  const receiver = await startReceiver()
  const platform = await startPlatform()
  const requestUrl = `${receiver.url}/in`
  const eventTypes = ['ACTOR.RUN.CREATED', 'ACTOR.RUN.SUCCEEDED']
  const query = encodeWebhooks([{ eventTypes, requestUrl, idempotencyKey: 'k' }])
  const run = await runToEnd(platform, query)
  await runToEnd(platform)
  const { items } = (await platform.call('GET /v2/webhooks')).json.data
  expect(items).toMatchObject([{ isAdHoc: true, condition: { actorRunId: run.id } }])
  expect((await platform.call('GET /v2/actors/~tester/webhooks')).json.data.total).toBe(0)
  const read = async () =>
    (await platform.call(`GET /v2/webhooks/${items[0].id}/dispatches`)).json.data.items
  await expect
    .poll(async () => (await read()).map(({ status }: { status: string }) => status))
    .toEqual(['SUCCEEDED', 'SUCCEEDED'])
  expect((await read()).map(({ eventType }: { eventType: string }) => eventType)).toEqual(
    eventTypes,
  )
})

test('a run adds a webhook for its own end', async () => {
  const receiver = await startReceiver()
  const platform = await startPlatform({
    script: `await call('POST', '/webhooks', JSON.stringify({
      isAdHoc: true,
      eventTypes: ['ACTOR.RUN.FAILED'],
      condition: { actorRunId: ACTOR_RUN_ID },
      requestUrl: '${receiver.url}/failed',
    }))
    process.exit(3)`,
  })
  const run = await runToEnd(platform)
  const { body } = await receiver.seen('POST /failed')
  expect(JSON.parse(body.toString()).resource).toMatchObject({ id: run.id, exitCode: 3 })
})

test('webhooks and dispatches survive a restart, and tell of runs that it ended', async () => {
  const receiver = await startReceiver()
  const dir = await makeFolder()
  const platform = await startPlatform({ dir, script: 'idle()' })
  const eventTypes = ['ACTOR.RUN.CREATED', 'ACTOR.RUN.ABORTED']
  const body = JSON.stringify({ ...GIVEN, eventTypes, requestUrl: `${receiver.url}/in` })
  const { id } = (await platform.call('POST /v2/webhooks', { body })).json.data
  const run = (await platform.call('POST /v2/actors/~tester/runs')).json.data
  await receiver.seen('POST /in')
  await platform.close()

  const again = await startPlatform({ dir })
  const read = async () => (await again.call(`GET /v2/webhooks/${id}/dispatches`)).json.data.items
  await expect
    .poll(async () => (await read()).map(({ status }: { status: string }) => status))
    .toEqual(['SUCCEEDED', 'SUCCEEDED'])
  const sent = receiver.sent('POST /in').map((one) => JSON.parse(one.body.toString()))
  expect(sent.at(-1)).toMatchObject({
    eventType: 'ACTOR.RUN.ABORTED',
    resource: { id: run.id, status: 'ABORTED' },
  })
})
