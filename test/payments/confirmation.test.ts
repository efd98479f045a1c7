import { describe, expect, it } from 'vitest'
import {
  CLIENTS_WITH_CONFIRMATION,
  CLIENTS_WITHOUT_CONFIRMATION,
  type ElicitAction,
  person,
} from '../support/confirmation-clients.ts'
import {
  base64,
  demandPayments,
  PAY_TOKEN,
  payment,
  TERMS,
} from '../support/fake-apify/payments.ts'
import { countStarts } from '../support/fake-apify/starts.ts'
import { paid, RUN_IT, START } from '../support/paying-server.ts'
import { RUN, seed } from '../support/seeded-server.ts'

const QUESTION =
  'Run Actor "alice/crawler" with an input of 7 bytes? It may cost at most 1 USD. Input: {"a":1}'
const X402 = ['--payments=x402', '--max-run-cost-usd=1']
const PAYMENT = payment()

/** How a call pays by each protocol, and what the API then gets with it. */
const PROTOCOLS = {
  x402: {
    args: X402,
    given: {},
    meta: paid(PAYMENT),
    sent: { protocol: 'x402', signature: base64(PAYMENT) },
  },
  skyfire: {
    args: ['--payments=skyfire', '--max-run-cost-usd=1'],
    given: { 'skyfire-pay-id': PAY_TOKEN },
    meta: undefined,
    sent: { protocol: 'skyfire', payId: PAY_TOKEN },
  },
}
type Protocol = (typeof PROTOCOLS)[keyof typeof PROTOCOLS]
const SECRETS = [PAY_TOKEN, base64(PAYMENT), PAYMENT.payload.signature]

type Connect = (typeof CLIENTS_WITH_CONFIRMATION)[keyof typeof CLIENTS_WITH_CONFIRMATION]
type Fetch = NonNullable<Parameters<Connect>[0]['fetch']>

interface OpenOptions {
  args: string[]
  confirm?: string
  /** Undefined for a client that cannot ask. */
  says?: ElicitAction
  fetch?: Fetch
}

/** Connects a client without a token to a server that takes payments and asks. */
async function open(connect: Connect, { args, confirm = 'paid,write', says, fetch }: OpenOptions) {
  const fake = await seed()
  const starts = countStarts(fake, RUN)
  const api = demandPayments(fake)
  const asked = person(fake, says ?? 'accept')
  const call = await connect({
    fake,
    args: [...args, `--confirm=${confirm}`],
    isAnonymous: true,
    ...(says && { person: asked }),
    ...(fetch && { fetch }),
  })
  return { call, fake, asked, ...api, starts: () => starts('alice~crawler') }
}

const clients = Object.entries(CLIENTS_WITH_CONFIRMATION)
const protocols = Object.entries(PROTOCOLS)
const both = clients.flatMap(([client, connect]) =>
  protocols.map(([name, protocol]) => [`${client}, ${name}`, connect, protocol] as const),
)

describe.each(both)('%s', (_, connect, protocol: Protocol) => {
  const { args, given, meta } = protocol

  it('asks before anything is sent, and pays once for a call that is accepted', async () => {
    const { call, fake, asked, sent, starts } = await open(connect, { args, says: 'accept' })
    const { isError, text } = await call('run_actor', { ...RUN_IT, ...given }, meta)
    expect(isError, text).toBe(false)
    expect(asked.questions).toEqual([QUESTION])
    expect(asked.requestCounts).toEqual([0])
    expect(fake.sent(START)).toHaveLength(1)
    expect(starts()).toBe(1)
    for (const one of sent)
      expect(one).toMatchObject({ ...protocol.sent, authorization: undefined })
  })

  it.each<ElicitAction>(['decline', 'cancel'])('sends nothing after a %s', async (says) => {
    const { call, fake, asked } = await open(connect, { args, says })
    for (const tool of ['run_actor', 'run_actor_sync']) {
      const { isError, text } = await call(tool, { ...RUN_IT, ...given }, meta)
      expect(isError).toBe(true)
      expect(text).toContain('nothing was started')
      // No payment was sent, so there is none to warn of.
      expect(text).not.toMatch(/settled|charged/)
    }
    expect(asked.questions).toEqual([QUESTION, QUESTION])
    expect(fake.requests).toEqual([])
  })

  it('asks about the end of a run only if changes are confirmed', async () => {
    const only = await open(connect, { args, confirm: 'paid', says: 'decline' })
    const free = await only.call('abort_run', { runId: 'run1', ...given }, meta)
    expect(free.isError, free.text).toBe(false)
    expect(only.asked.questions).toEqual([])
    const writes = await open(connect, { args, confirm: 'write', says: 'decline' })
    const declined = await writes.call('abort_run', { runId: 'run1', ...given }, meta)
    expect(declined.text).toContain('nothing was changed')
    expect(writes.fake.requests).toEqual([])
    const started = await writes.call('run_actor', { ...RUN_IT, ...given }, meta)
    expect(started.isError, started.text).toBe(false)
    expect(writes.asked.questions).toEqual(['Abort run "run1"? This cannot be undone.'])
  })

  it('refuses a payment that cannot be taken without a question', async () => {
    const { call, fake, asked } = await open(connect, { args, says: 'accept' })
    const tooMuch = paid(payment({ amount: '1000001' }))
    const wrong = meta ? await call('run_actor', RUN_IT, tooMuch) : await call('run_actor', RUN_IT)
    expect(wrong.isError).toBe(true)
    expect(wrong.text).toContain('nothing was sent')
    expect(asked.questions).toEqual([])
    expect(fake.requests).toEqual([])
  })
})

describe.each(clients)('%s, x402', (_, connect) => {
  it('returns the terms without a question, and asks for the call that pays', async () => {
    const { call, asked, settled, starts } = await open(connect, { args: X402, says: 'accept' })
    const unpaid = await call('run_actor', RUN_IT)
    expect(unpaid.isError).toBe(true)
    expect(unpaid.structured).toEqual(TERMS)
    expect(asked.questions).toEqual([])
    expect([starts(), settled.size]).toEqual([0, 0])
    const done = await call('run_actor', RUN_IT, paid(PAYMENT))
    expect(done.isError, done.text).toBe(false)
    expect(asked.questions).toEqual([QUESTION])
    expect([starts(), settled.size]).toEqual([1, 1])
  })

  it('returns the terms again if the payment that was confirmed is not enough', async () => {
    const { call, asked, settled, starts } = await open(connect, { args: X402, says: 'accept' })
    const { isError, structured } = await call('run_actor', RUN_IT, paid(payment({ amount: '1' })))
    expect(isError).toBe(true)
    expect(structured).toMatchObject({ error: expect.stringContaining('Insufficient') })
    expect(asked.questions).toEqual([QUESTION])
    expect([starts(), settled.size]).toEqual([0, 0])
  })

  it('asks before it ends a run, also without a payment', async () => {
    const { call, fake, asked } = await open(connect, { args: X402, says: 'decline' })
    expect((await call('abort_run', { runId: 'run1' })).text).toContain('nothing was changed')
    expect(asked.questions).toHaveLength(1)
    expect(fake.requests).toEqual([])
  })
})

const all = Object.entries({ ...CLIENTS_WITH_CONFIRMATION, ...CLIENTS_WITHOUT_CONFIRMATION })

it.each(all)('%s that cannot ask is told so before it signs a payment', async (_, connect) => {
  const { call, fake } = await open(connect, { args: X402 })
  for (const meta of [undefined, paid(PAYMENT)]) {
    const { isError, text } = await call('run_actor', RUN_IT, meta)
    expect(isError).toBe(true)
    expect(text).toMatch(
      /(?:this client cannot ask|no question can reach this client).*nothing was started/,
    )
  }
  expect(fake.requests).toEqual([])
})

it.each(protocols)('neither a question nor its seal holds a payment of %s', async (_, protocol) => {
  const answers: string[] = []
  const fetch: Fetch = async (url, init) => {
    const response = await globalThis.fetch(url, init)
    if (init?.method === 'POST') answers.push(await response.clone().text())
    return response
  }
  const connect = CLIENTS_WITH_CONFIRMATION['client 2.x of 2026-07-28 over HTTP']
  const { call } = await open(connect, { args: protocol.args, says: 'accept', fetch })
  const done = await call('run_actor', { ...RUN_IT, ...protocol.given }, protocol.meta)
  expect(done.isError, done.text).toBe(false)
  const question = answers.find((text) => text.includes('"requestState"')) ?? ''
  expect(question).toContain('"input_required"')
  const [, state = ''] = /"requestState":"([^"]+)"/.exec(question) ?? []
  const opened = state.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  expect(opened.join()).toContain('"subject"')
  for (const text of [...answers, ...opened])
    for (const secret of SECRETS) expect(text).not.toContain(secret)
})
