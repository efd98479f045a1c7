import { expect, test } from 'vitest'
import type { Dispatcher } from '../../../src/local/webhooks/dispatcher.ts'
import type { Webhooks } from '../../../src/local/webhooks/webhooks.ts'
import { makeFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { openDispatcher, startReceiver } from '../../support/local-platform/webhooks.ts'

const EVENT = {
  type: 'ACTOR.RUN.SUCCEEDED',
  data: { actorId: 'a1', actorRunId: 'r1' },
  resource: { id: 'r1', status: 'SUCCEEDED' },
} as const

const create = (webhooks: Webhooks, requestUrl: string, more: object = {}) =>
  webhooks.create({
    eventTypes: ['ACTOR.RUN.SUCCEEDED'],
    condition: { actorId: 'a1' },
    requestUrl,
    ...more,
  })

/** Resolves with a dispatch when it is done. */
async function untilDone(dispatcher: Dispatcher, id: string) {
  await expect.poll(async () => (await dispatcher.get(id)).status).not.toBe('ACTIVE')
  return dispatcher.get(id)
}

test('a delivery has the payload, its headers and what was answered', async () => {
  const receiver = await startReceiver()
  const { webhooks, dispatcher, faults } = openDispatcher(await makeFolder())
  const webhook = await create(webhooks, `${receiver.url}/in`, {
    headersTemplate: '{"X-Own":{{resource.id}},"Content-Type":"text/plain","Host":"evil","n":1}',
  })
  const { id, createdAt } = await dispatcher.dispatch(webhook, EVENT)
  const { body, headers } = await receiver.seen('POST /in')
  expect(JSON.parse(body.toString())).toEqual({
    userId: expect.any(String),
    createdAt,
    eventType: EVENT.type,
    eventData: EVENT.data,
    resource: EVENT.resource,
  })
  expect(headers).toMatchObject({
    host: receiver.url.slice('http://'.length),
    'content-type': 'application/json',
    'x-own': 'r1',
    n: '1',
    'x-apify-webhook': webhook.id,
    'x-apify-webhook-dispatch-id': id,
  })
  const done = await untilDone(dispatcher, id)
  expect(done).toMatchObject({
    status: 'SUCCEEDED',
    calls: [{ responseStatus: 200, responseBody: '{"taken":true}', errorMessage: null }],
  })
  const [call] = done.calls
  expect(Date.parse(call?.finishedAt ?? '')).toBeGreaterThanOrEqual(
    Date.parse(call?.startedAt ?? ''),
  )
  await expect
    .poll(async () => (await webhooks.get(webhook.id)).lastDispatch)
    .toEqual({
      status: 'SUCCEEDED',
      finishedAt: call?.finishedAt,
    })
  expect((await webhooks.get(webhook.id)).totalDispatches).toBe(1)
  expect(faults).toEqual([])
})

test.each([
  [false, 4],
  [true, 1],
])('a receiver that fails, with doNotRetry %s', async (doNotRetry, count) => {
  const receiver = await startReceiver((_, response) => void response.writeHead(500).end('broken'))
  const { webhooks, dispatcher, faults } = openDispatcher(await makeFolder())
  const webhook = await create(webhooks, `${receiver.url}/in`, { doNotRetry })
  const { id } = await dispatcher.dispatch(webhook, EVENT)
  const { status, calls } = await untilDone(dispatcher, id)
  const call = {
    responseStatus: 500,
    responseBody: 'broken',
    errorMessage: 'The receiver answered with HTTP 500.',
  }
  expect([status, calls]).toEqual(['FAILED', Array(count).fill(expect.objectContaining(call))])
  expect(receiver.sent('POST /in')).toHaveLength(count)
  await expect
    .poll(() => faults)
    .toEqual([
      `Error: The webhook ${webhook.id} was not told ACTOR.RUN.SUCCEEDED of r1: ${call.errorMessage}`,
    ])
})

test('a receiver that recovers', async () => {
  let count = 0
  const receiver = await startReceiver(
    (_, response) => void response.writeHead(++count < 3 ? 503 : 204).end(),
  )
  const { webhooks, dispatcher, faults } = openDispatcher(await makeFolder())
  const webhook = await create(webhooks, receiver.url)
  const { id } = await dispatcher.dispatch(webhook, EVENT)
  const { status, calls } = await untilDone(dispatcher, id)
  expect(status).toBe('SUCCEEDED')
  expect(calls.map(({ responseStatus }) => responseStatus)).toEqual([503, 503, 204])
  expect(faults).toEqual([])
})

test('a receiver that is down, and one that redirects', async () => {
  const redirecting = await startReceiver(
    (_, response) => void response.writeHead(307, { location: '/other' }).end(),
  )
  const { webhooks, dispatcher } = openDispatcher(await makeFolder(), { retryAfterMs: [] })
  for (const [url, error] of [
    [`http://127.0.0.1:${await freePort()}/`, 'ECONNREFUSED'],
    [redirecting.url, 'HTTP 307'],
    ['http://no-such-host.invalid/', 'no-such-host.invalid'],
  ] as const) {
    const { id } = await dispatcher.dispatch(await create(webhooks, url), EVENT)
    const { status, calls } = await untilDone(dispatcher, id)
    expect([status, calls.length]).toEqual(['FAILED', 1])
    expect(calls[0]?.errorMessage).toContain(error)
  }
  expect(redirecting.sent('POST /other')).toEqual([])
})

test('a slow receiver is given up, and a slow or endless body is not waited for', async () => {
  const receiver = await startReceiver(({ path }, response) => {
    if (path === '/silent') return undefined
    response.writeHead(200)
    response.write('x'.repeat(path === '/endless' ? 100_000 : 5))
    return undefined
  })
  const outcome = async (path: string, timeoutMs: number) => {
    const options = { timeoutMs, retryAfterMs: [] }
    const { webhooks, dispatcher } = openDispatcher(await makeFolder(), options)
    const webhook = await create(webhooks, receiver.url + path)
    const { id } = await dispatcher.dispatch(webhook, EVENT)
    return (await untilDone(dispatcher, id)).calls[0]
  }
  expect(await outcome('/silent', 200)).toMatchObject({
    errorMessage: 'No answer within 0.2 seconds.',
    responseStatus: null,
  })
  // Long enough for the beginning to arrive on a busy machine.
  expect(await outcome('/drip', 2000)).toMatchObject({ errorMessage: null, responseBody: 'xxxxx' })
  expect(await outcome('/endless', 20_000)).toMatchObject({ responseBody: 'x'.repeat(1000) })
})

test('what the end of the platform interrupts goes on at the next start', async () => {
  const dir = await makeFolder()
  const receiver = await startReceiver(() => undefined)
  const first = openDispatcher(dir)
  const webhook = await create(first.webhooks, `${receiver.url}/in`)
  const { id } = await first.dispatcher.dispatch(webhook, EVENT)
  await receiver.seen('POST /in')
  await first.dispatcher.close()
  expect(await first.dispatcher.get(id)).toMatchObject({ status: 'ACTIVE', calls: [] })

  receiver.on('POST /in', (_, response) => void response.end())
  const second = openDispatcher(dir)
  await second.dispatcher.start()
  expect(await untilDone(second.dispatcher, id)).toMatchObject({ status: 'SUCCEEDED' })
  const bodies = receiver.sent('POST /in').map(({ body }) => JSON.parse(body.toString()))
  expect(bodies.map(({ resource }) => resource.id)).toEqual(['r1', 'again'])
  await second.dispatcher.close()
  const third = openDispatcher(dir)
  await third.dispatcher.start()
  await third.dispatcher.close()
  expect(receiver.sent('POST /in')).toHaveLength(2)
})

test('a webhook that is deleted meanwhile is not called any more', async () => {
  const receiver = await startReceiver((_, response) => void response.writeHead(500).end())
  const { webhooks, dispatcher } = openDispatcher(await makeFolder(), { retryAfterMs: [50, 50] })
  const webhook = await create(webhooks, receiver.url)
  const { id } = await dispatcher.dispatch(webhook, EVENT)
  await receiver.seen('POST /')
  await webhooks.delete(webhook.id)
  const { status, calls } = await untilDone(dispatcher, id)
  expect(status).toBe('FAILED')
  expect(calls.at(-1)?.errorMessage).toBe('The webhook was deleted.')
})

test('the last dispatches are kept', async () => {
  const receiver = await startReceiver()
  const { webhooks, dispatcher } = openDispatcher(await makeFolder(), { maxKept: 20 })
  const webhook = await create(webhooks, receiver.url)
  const ids: string[] = []
  for (let n = 0; n < 30; n++) {
    const { id } = await dispatcher.dispatch(webhook, EVENT)
    await untilDone(dispatcher, id)
    ids.push(id)
  }
  const kept = (await dispatcher.list(webhook.id)).map(({ id }) => id)
  expect(new Set(kept)).toEqual(new Set(ids.slice(10)))
  expect((await webhooks.get(webhook.id)).totalDispatches).toBe(30)
})
