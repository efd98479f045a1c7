import { describe, expect, it } from 'vitest'
import { fail } from '../support/fake-apify/apify.ts'
import { base64, PAY_TOKEN, payment, TERMS } from '../support/fake-apify/payments.ts'
import { PAYING_CLIENTS } from '../support/paying-clients.ts'
import { openPaying, paid, RUN_IT } from '../support/paying-server.ts'
import { RUN, seed } from '../support/seeded-server.ts'

describe.each(Object.entries(PAYING_CLIENTS))('%s', (_, connect) => {
  const open = (args: string[] = [], token?: string) =>
    openPaying(connect, ['--payments=x402', ...args], token)

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

  it('sends no payment of Solana if there is a ceiling', async () => {
    const { call, fake } = await open(['--max-run-cost-usd=5'])
    const network = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'
    const asset = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkTwyTDt1v'
    const transaction = 'AQAB'.repeat(100)
    const own = {
      ...payment({ amount: '1', accepted: { network, asset } }),
      payload: { transaction },
    }
    const { isError, text, whole } = await call('run_actor', RUN_IT, paid(own))
    expect(isError).toBe(true)
    expect(text).toContain('cannot read what was signed, such as a transaction of Solana')
    expect(whole).not.toContain(transaction)
    expect(fake.requests).toEqual([])
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
