import { describe, expect, it } from 'vitest'
import { fail } from '../support/fake-apify/apify.ts'
import { base64, payment, SETTLEMENT, TERMS } from '../support/fake-apify/payments.ts'
import { sendError } from '../support/fake-apify/reply.ts'
import type { Handler } from '../support/fake-apify/server.ts'
import { PAYING_CLIENTS } from '../support/paying-clients.ts'
import { openPaying, paid, RUN_IT, START } from '../support/paying-server.ts'

const connect = PAYING_CLIENTS['client 1.x over stdio']

async function open(...args: string[]) {
  if (!connect) throw new Error('No such client')
  return openPaying(connect, ['--payments=x402', ...args])
}

const own = payment()

/** Answers 402 with a header of terms, in any form. */
const demand =
  (terms?: string): Handler =>
  (_, response) => {
    if (terms !== undefined) response.setHeader('payment-required', terms)
    return sendError(response, 402, 'x402-payment-required', 'Please pay.')
  }

describe('terms', () => {
  it.each([
    ['not base64 of JSON', 'ß?!'],
    ['a list', base64([TERMS])],
    ['of version 1', base64({ ...TERMS, x402Version: 1 })],
    ['that accept nothing', base64({ ...TERMS, accepts: [] })],
  ])('%s are an error', async (_, header) => {
    const { call, fake } = await open()
    fake.on(START, demand(Buffer.from(header).toString('latin1')))
    const { isError, text, structuredContent } = await call('run_actor', RUN_IT)
    expect(isError).toBe(true)
    expect(text).toContain('its terms are not those of x402')
    expect(structuredContent).toBeUndefined()
    expect(fake.sent(START)).toHaveLength(1)
  })

  it('need not name the resource', async () => {
    const { call, fake } = await open()
    const { resource: _, ...terms } = TERMS
    fake.on(START, demand(base64(terms)))
    expect((await call('run_actor', RUN_IT)).structuredContent).toEqual(terms)
  })

  it('that are missing are an error that says how to pay', async () => {
    const { call, fake } = await open()
    fake.on(START, demand())
    const { text } = await call('run_actor', RUN_IT, paid(own))
    expect(text).toContain('Apify asks for payment (402): Please pay.')
    expect(text).toContain('by the terms that the tool returns without a payment')
    expect(text).not.toContain('whoami')
  })

  it('of a limit that is not about the payment are not asked for', async () => {
    const { call, fake } = await open()
    fake.on(START, fail(402, 'concurrent-runs-limit-exceeded', 'Too many.'))
    expect((await call('run_actor', RUN_IT, paid(own))).text).toContain('no more concurrent runs')
  })

  it('of another server are not shown', async () => {
    const { call, fake } = await open()
    const evil = fake.url.replace('127.0.0.1', 'localhost')
    fake.records.set('store1/OUTPUT', { body: '', contentType: 'a/b', location: `${evil}/evil` })
    let asked: Record<string, unknown> | undefined
    fake.on('GET /evil', (request, response) => {
      asked = request.headers
      return demand(base64(TERMS))(request, response)
    })
    const args = { storeId: 'store1', recordKey: 'OUTPUT' }
    const { isError, structuredContent } = await call('get_record', args, paid(own))
    expect(isError).toBe(true)
    expect(structuredContent).toBeUndefined()
    expect(Object.keys(asked ?? {}).filter((name) => /pay|authorization/.test(name))).toEqual([])
    expect(asked).toBeDefined()
  })

  it('never hide a run that has started', async () => {
    const { call, fake, starts } = await open()
    for (const path of ['actor-runs/:id', 'datasets/:id/items'])
      fake.on(`GET /v2/${path}`, demand(base64(TERMS)))
    const { isError, text, structuredContent } = await call('run_actor_sync', RUN_IT, paid(own))
    expect(isError, text).toBe(false)
    expect(structuredContent).toMatchObject({ run: { runId: expect.stringContaining('alice') } })
    expect(text).toContain('Apify asks for payment (402)')
    expect(starts()).toBe(1)
  })
})

describe('what became of a payment', () => {
  it.each([
    ['query_dataset', { datasetId: 'data1', sql: 'SELECT count(*) FROM items' }],
    ['get_dataset', { datasetId: 'data1' }],
    ['get_run', { runId: 'run1' }],
  ])('is settled by the first request of %s, which goes alone', async (name, args) => {
    const { call, fake, sent } = await open()
    fake.datasets.set('data1', [{ a: 1 }])
    const { isError, text, _meta } = await call(name, args, paid(own))
    expect(isError, text).toBe(false)
    expect(_meta).toMatchObject({ 'x402/payment-response': SETTLEMENT })
    expect(sent.filter(({ signature }) => signature === base64(own)).length).toBeGreaterThan(1)
  })

  it('comes with the error of a call as well, and the error warns', async () => {
    const { call, fake } = await open()
    fake.on(START, (_, response) => {
      response.setHeader('PAYMENT-RESPONSE', base64(SETTLEMENT))
      return sendError(response, 400, 'invalid-input', 'Wrong input')
    })
    const { isError, text, _meta } = await call('run_actor', RUN_IT, paid(own))
    expect(isError).toBe(true)
    expect(_meta).toMatchObject({ 'x402/payment-response': SETTLEMENT })
    expect(text).toContain('pay with no other one for this before you know')
  })

  it('is left out if it cannot be read, and the log says so', async () => {
    const { call, fake, settled, stderr } = await open()
    // A payment that was settled before has no settlement of its own.
    settled.set(base64(own), 1)
    fake.on('GET /v2/actor-runs/:id', (_, response) => {
      response.setHeader('PAYMENT-RESPONSE', 'nonsense')
      return 'pass'
    })
    const { isError, _meta } = await call('get_run', { runId: 'run1' }, paid(own))
    expect(isError).toBe(false)
    expect(_meta ?? {}).not.toHaveProperty('x402/payment-response')
    expect(stderr()).toContain('PAYMENT-RESPONSE of the API is not JSON')
  })

  it('is unknown after a lost start that is not found, and the error says to pay with no other', async () => {
    const { call, fake, settled } = await open()
    fake.on(START, (_, response) => void response.destroy())
    const { isError, text } = await call('run_actor', RUN_IT, paid(own))
    expect(isError).toBe(true)
    expect(text).toContain('A run may have started anyway')
    expect(text).toContain('The payment was sent and may have been settled')
    expect(fake.sent(START)).toHaveLength(1)
    expect([...settled.keys()]).toEqual([base64(own)])
  })

  it('is not asked for by a call that was sent nowhere', async () => {
    const { call } = await open()
    const { text } = await call('run_actor', { ...RUN_IT, webhookUrl: 'ftp://a' }, paid(own))
    expect(text).toContain('no run was started')
    expect(text).not.toContain('may have been settled')
  })
})
