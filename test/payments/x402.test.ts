import { describe, expect, it } from 'vitest'
import { fail, times } from '../support/fake-apify/apify.ts'
import {
  base64,
  demandPayments,
  PAY_TOKEN,
  payment,
  SETTLEMENT,
  TERMS,
} from '../support/fake-apify/payments.ts'
import { countStarts } from '../support/fake-apify/starts.ts'
import { PAYING_CLIENTS } from '../support/paying-clients.ts'
import { RUN, seed } from '../support/seeded-server.ts'

const START = 'POST /v2/actors/alice~crawler/runs'
const RUN_IT = { actorId: 'alice/crawler', input: { a: 1 } }
const paid = (one: unknown) => ({ 'x402/payment': one })

describe.each(Object.entries(PAYING_CLIENTS))('%s', (_, connect) => {
  /** Starts a server that takes payments, and an API that demands them. */
  async function open(args: string[] = [], token?: string) {
    const fake = await seed()
    const starts = countStarts(fake, RUN)
    const { sent, settled } = demandPayments(fake)
    const options = { api: fake.url, args: ['--payments=x402', ...args] }
    const client = await connect({ ...options, ...(token !== undefined && { token }) })
    return { ...client, fake, sent, settled, starts: () => starts('alice~crawler') }
  }

  it('shows the terms whole, in both forms, outside the budget', async () => {
    const { tools, call, sent, starts } = await open(['--max-result-tokens=500'])
    for (const tool of ['run_actor', 'run_actor_sync', 'get_run', 'list_dataset_items']) {
      const args = tool.startsWith('run') ? RUN_IT : { runId: 'run1' }
      const { isError, text, structuredContent, _meta } = await call(tool, args)
      expect(structuredContent).toEqual(TERMS)
      expect(JSON.parse(text)).toEqual(TERMS)
      expect(isError).toBe(true)
      expect(_meta ?? {}).not.toHaveProperty('x402/payment-response')
      expect(tools.find(({ name }) => name === tool)?.outputSchema).toBeUndefined()
    }
    expect(sent.length).toBeGreaterThan(0)
    for (const one of sent)
      expect(one).toMatchObject({
        protocol: 'x402',
        signature: undefined,
        authorization: undefined,
      })
    expect(starts()).toBe(0)
    const free = tools.filter(({ name }) => ['whoami', 'search_actors', 'list_runs'].includes(name))
    expect(free.map(({ outputSchema }) => outputSchema?.type)).toEqual([
      'object',
      'object',
      'object',
    ])
  })

  it('sends a payment with each request of its call, and returns what became of it', async () => {
    const { call, sent, settled, starts } = await open(['--max-run-cost-usd=1'])
    const own = payment()
    const { isError, whole, structuredContent, _meta } = await call(
      'run_actor_sync',
      RUN_IT,
      paid(own),
    )
    expect(isError, whole).toBe(false)
    expect(structuredContent).toMatchObject({ run: { status: 'SUCCEEDED' }, total: 3 })
    expect(_meta).toMatchObject({ 'x402/payment-response': SETTLEMENT })
    expect(sent.length).toBeGreaterThan(1)
    for (const one of sent)
      expect(one).toMatchObject({
        protocol: 'x402',
        signature: base64(own),
        authorization: undefined,
      })
    expect([...settled.keys()]).toEqual([base64(own)])
    expect(starts()).toBe(1)
  })

  it('reads with a payment what belongs to it, and sends none with other tools', async () => {
    const { call, sent, settled } = await open()
    const rows = await call('list_dataset_items', { runId: 'run1' }, paid(payment()))
    expect(rows.structuredContent).toMatchObject({ total: 3 })
    expect(settled.size).toBe(1)
    sent.length = 0
    const found = await call('search_actors', { search: 'crawler' }, paid(payment()))
    expect(found.isError, found.text).toBe(false)
    expect(sent.length).toBeGreaterThan(0)
    for (const one of sent) expect(one).toMatchObject({ protocol: undefined, signature: undefined })
  })

  it('sends no payment that authorises more than the ceiling', async () => {
    const { call, fake } = await open(['--max-run-cost-usd=0.5'])
    const more = payment({ amount: '500001' })
    const hidden = { ...more, accepted: { ...more.accepted, amount: '1' } }
    for (const one of [more, hidden]) {
      const { isError, text, structuredContent } = await call('run_actor', RUN_IT, paid(one))
      expect(isError).toBe(true)
      expect(text).toContain("authorises 0.500001 USD, more than this server's ceiling of 0.5 USD")
      expect(text).toContain('nothing was sent')
      expect(structuredContent).toBeUndefined()
    }
    expect(fake.requests).toEqual([])
  })

  it('sends no malformed payment, and repeats nothing of it', async () => {
    const { call, fake } = await open()
    const own = payment()
    const cases: [given: unknown, named: string][] = [
      [base64(own), 'it is not an object'],
      [{ ...own, x402Version: 1 }, 'x402Version'],
      [{ ...own, accepted: undefined }, 'accepted'],
      [payment({ accepted: { network: 'base' } }), 'accepted.network'],
      [payment({ amount: '0x10' }), 'whole number of atomic units'],
      [{ ...own, extensions: { a: 'x'.repeat(9000) } }, 'more than 8192'],
    ]
    for (const [given, named] of cases) {
      const { isError, text, whole } = await call('run_actor', RUN_IT, paid(given))
      expect(isError).toBe(true)
      expect(text).toContain(named)
      expect(text).toMatch(/nothing was sent/i)
      expect(whole).not.toContain(own.payload.signature)
      expect(whole).not.toContain(base64(own))
    }
    expect(fake.requests).toEqual([])
  })

  it('leaves another network to the API, unless its amount has a ceiling', async () => {
    const foreign = payment({ accepted: { network: 'eip155:137' } })
    const open1 = await open()
    const { isError, structuredContent } = await open1.call('run_actor', RUN_IT, paid(foreign))
    expect(isError).toBe(true)
    expect(structuredContent).toEqual({ ...TERMS, error: 'Unsupported network' })
    expect(open1.sent).toHaveLength(1)
    expect(open1.starts()).toBe(0)
    const open2 = await open(['--max-run-cost-usd=5'])
    const refused = await open2.call('run_actor', RUN_IT, paid(foreign))
    expect(refused.text).toContain('cannot be compared with the ceiling of 5 USD')
    expect(open2.fake.requests).toEqual([])
  })

  it('finds a run whose answer was lost, and pays once', async () => {
    const { call, fake, sent, settled } = await open()
    let lost = 0
    // After the payment: the run has started.
    fake.on(START, ({ headers }, response) => {
      lost++
      fake.setRun({ ...RUN, id: 'lost1', meta: { userAgent: headers['user-agent'] } })
      settled.set(String(headers['payment-signature']), 1)
      response.destroy()
      return undefined
    })
    const { isError, structuredContent, whole } = await call('run_actor', RUN_IT, paid(payment()))
    expect(isError, whole).toBe(false)
    expect(structuredContent).toMatchObject({ runId: 'lost1' })
    expect(lost).toBe(1)
    expect([...settled.keys()]).toEqual([base64(payment())])
    for (const one of sent) expect(one.signature).toBe(base64(payment()))
  })

  it('repeats a request that was not accepted with the same payment', async () => {
    const { call, fake, settled, starts } = await open()
    fake.on(START, times(2, fail(429, 'rate-limit-exceeded', 'Slow down.')))
    const { isError, whole } = await call('run_actor', RUN_IT, paid(payment()))
    expect(isError, whole).toBe(false)
    expect(fake.sent(START).map(({ headers }) => headers['payment-signature'])).toEqual(
      Array(3).fill(base64(payment())),
    )
    expect(settled.size).toBe(1)
    expect(starts()).toBe(1)
  })

  it('shows a payment nowhere', async () => {
    const { call, fake, stderr } = await open()
    const own = payment({ signature: `0x${'ab12cd34'.repeat(16)}1c` })
    const { signature } = own.payload
    fake.setRun({ ...RUN, statusMessage: `Paid with ${signature}` })
    fake.datasets.set('data1', [{ [signature]: base64(own), text: `a ${signature} b` }])
    fake.logs.set('run1', `Paid with ${base64(own)}\n`)
    const small = payment({ amount: '5', signature })
    const calls = [
      await call('get_run', { runId: 'run1' }, paid(own)),
      await call('list_dataset_items', { runId: 'run1' }, paid(own)),
      await call('get_log', { runId: 'run1' }, paid(own)),
      await call('run_actor', { actorId: signature }, paid(own)),
      // The API repeats the signature in its terms.
      await call('run_actor', RUN_IT, paid(small)),
      await call('run_actor', { [signature]: 1 }, paid(own)),
    ]
    for (const { whole } of calls) {
      expect(whole).not.toContain(signature)
      expect(whole).not.toContain(base64(own))
      expect(whole).toContain('[redacted]')
    }
    fake.on('GET /v2/actor-runs/:id', fail(500, 'oops', `Failed for ${signature}`))
    expect((await call('get_run', { runId: 'run1' }, paid(own))).whole).not.toContain(signature)
    expect(stderr()).not.toContain(signature)
    expect(stderr()).not.toContain(base64(own))
  })

  it('never pays from the account of a token', async () => {
    const { call, sent, fake, starts } = await open([], 'apify_api_secretOfTheTest')
    expect((await call('run_actor', RUN_IT)).structuredContent).toEqual(TERMS)
    expect(sent).toMatchObject([{ authorization: undefined, protocol: 'x402' }])
    expect(starts()).toBe(0)
    sent.length = 0
    const own = await call('get_run', { runId: 'run1' })
    expect(own.isError, own.text).toBe(false)
    for (const one of sent)
      expect(one).toMatchObject({ authorization: `Bearer ${fake.token}`, protocol: undefined })
  })

  it('ignores payments without the flag', async () => {
    const fake = await seed()
    const { token } = fake
    const { tools, call } = await connect({ api: fake.url, args: [], token })
    expect(tools.find(({ name }) => name === 'run_actor')?.outputSchema).toBeDefined()
    const { isError, _meta } = await call('run_actor', RUN_IT, paid(payment()))
    expect(isError).toBe(false)
    expect(_meta ?? {}).not.toHaveProperty('x402/payment-response')
    const malformed = await call('get_run', { runId: 'run1' }, paid('anything'))
    expect(malformed.isError).toBe(false)
    for (const { headers } of fake.requests) {
      expect(headers.authorization).toBe(`Bearer ${token}`)
      for (const name of Object.keys(headers)) expect(name).not.toMatch(/pay/)
    }
    fake.requests.length = 0
    const unknown = await call('run_actor', { ...RUN_IT, 'skyfire-pay-id': PAY_TOKEN })
    expect(unknown.text).toContain('Unknown argument `skyfire-pay-id`')
    expect(unknown.text).not.toContain(PAY_TOKEN)
    expect(fake.requests).toEqual([])
  })
})
