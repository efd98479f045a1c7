import { expect, test } from 'vitest'
import { parseWebhooks } from '../../../src/local/webhooks/ad-hoc.ts'
import { runToEnd, startPlatform } from '../../support/local-platform/platform.ts'
import { encodeWebhooks, startReceiver } from '../../support/local-platform/webhooks.ts'

const inBase64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

test('webhooks are parsed from base64', () => {
  const webhooks = [{ eventTypes: ['ACTOR.RUN.SUCCEEDED'], requestUrl: 'https://example.com/' }]
  expect(parseWebhooks(inBase64(webhooks))).toEqual(webhooks)
  expect([parseWebhooks(undefined), parseWebhooks('')]).toEqual([[], []])
})

test.each([
  ['no JSON', 'x'],
  ['no list', inBase64({})],
  ['no events', inBase64([{ eventTypes: [], requestUrl: 'https://example.com/' }])],
  ['another protocol', inBase64([{ eventTypes: ['A'], requestUrl: 'file:///etc/passwd' }])],
])('webhooks with %s are refused', (_name, text) => {
  expect(() => parseWebhooks(text)).toThrow(
    expect.objectContaining({ status: 400, type: 'invalid-parameter' }),
  )
})

test('a webhook is called with the run at the events that it names', async () => {
  const receiver = await startReceiver()
  const platform = await startPlatform()
  const eventTypes = ['ACTOR.RUN.CREATED', 'ACTOR.RUN.SUCCEEDED', 'ACTOR.RUN.FAILED']
  const run = await runToEnd(
    platform,
    encodeWebhooks([{ eventTypes, requestUrl: `${receiver.url}/all` }]),
  )
  await expect.poll(() => receiver.sent('POST /all').length).toBe(2)
  const bodies = receiver.sent('POST /all').map(({ body }) => JSON.parse(body.toString()))
  expect(bodies.map(({ eventType }) => eventType).sort()).toEqual(eventTypes.slice(0, 2))
  for (const body of bodies) {
    expect(body).toMatchObject({ userId: run.userId, eventData: { actorRunId: run.id } })
  }
  const end = bodies.find(({ eventType }) => eventType === 'ACTOR.RUN.SUCCEEDED')
  expect(end.resource).toMatchObject({ id: run.id, status: 'SUCCEEDED' })
})

test('payload and headers follow their templates', async () => {
  const receiver = await startReceiver()
  const platform = await startPlatform({ script: 'process.exit(5)' })
  const webhook = {
    eventTypes: ['ACTOR.RUN.FAILED'],
    requestUrl: `${receiver.url}/own`,
    payloadTemplate: '{"code":{{resource.exitCode}},"none":{{ resource.no.such }}}',
    headersTemplate: '{"x-event":{{eventType}}}',
  }
  await runToEnd(platform, encodeWebhooks([webhook]))
  const { body, headers } = await receiver.seen('POST /own')
  expect(JSON.parse(body.toString())).toEqual({ code: 5, none: null })
  expect(headers['x-event']).toBe('ACTOR.RUN.FAILED')
})

test('a failed delivery is retried', async () => {
  let attempts = 0
  const receiver = await startReceiver((_, response) => {
    attempts += 1
    response.writeHead(attempts === 1 ? 503 : 200).end()
    return undefined
  })
  const platform = await startPlatform()
  const webhook = { eventTypes: ['ACTOR.RUN.SUCCEEDED'], requestUrl: `${receiver.url}/again` }
  await runToEnd(platform, encodeWebhooks([webhook]))
  await expect.poll(() => receiver.sent('POST /again').length, { timeout: 20_000 }).toBe(2)
})

test.each([
  ['webhooks=x', 'must be a JSON array in base64'],
  [encodeWebhooks([{ eventTypes: ['A'], requestUrl: 'file:///etc/passwd' }]), 'requestUrl'],
])('?%s is refused', async (query, part) => {
  const platform = await startPlatform()
  const { status, json } = await platform.call(`POST /v2/actors/~tester/runs?${query}`)
  expect([status, json.error.type]).toEqual([400, 'invalid-parameter'])
  expect(json.error.message).toContain(part)
  expect((await platform.call('GET /v2/actor-runs')).json.data.total).toBe(0)
})
