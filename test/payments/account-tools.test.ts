import { describe, expect, it } from 'vitest'
import { PAY_TOKEN, payment } from '../support/fake-apify/payments.ts'
import { PAYING_CLIENTS } from '../support/paying-clients.ts'
import { openPaying, paid } from '../support/paying-server.ts'

const connect = PAYING_CLIENTS['client 1.x over HTTP']
const TOKEN = 'apify_api_secretOfTheTest'

const PROTOCOLS = {
  x402: { args: {}, meta: paid(payment()) },
  skyfire: { args: { 'skyfire-pay-id': PAY_TOKEN }, meta: undefined },
}

const BUILD = { actorId: 'alice/crawler', version: '0.1' }
const SCHEDULE = {
  name: 'nightly',
  cronExpression: '0 3 * * *',
  actions: [{ actorId: 'alice/crawler', maxTotalChargeUsd: 1 }],
}

describe.each(Object.entries(PROTOCOLS))('with %s', (protocol, given) => {
  async function open(token?: string) {
    if (!connect) throw new Error('No such client')
    const flags = [`--payments=${protocol}`, '--tools=all', '--actor-tools=alice/crawler']
    const server = await openPaying(connect, flags, token)
    const pay = (name: string, args: object) =>
      server.call(name, { ...args, ...given.args }, given.meta)
    return { ...server, pay }
  }

  it.each([
    ['build_actor', BUILD],
    ['save_schedule', SCHEDULE],
  ])('%s is made with the token of its account, and sends no payment', async (tool, args) => {
    const { pay, sent, tools } = await open(TOKEN)
    const listed = tools.find(({ name }) => name === tool)
    expect(listed?.inputSchema.properties).not.toHaveProperty('skyfire-pay-id')
    expect(listed?.outputSchema).toBeDefined()
    sent.length = 0
    const done = await pay(tool, args)
    expect(done.isError, done.text).toBe(false)
    expect(sent.length).toBeGreaterThan(0)
    for (const one of sent) expect(one).toEqual({ authorization: `Bearer ${TOKEN}` })
  })

  it('build_actor fails without a token, and sends no payment', async () => {
    const { pay, sent, fake } = await open()
    sent.length = 0
    const builds = fake.develop.builds.size
    const { isError, text } = await pay('build_actor', BUILD)
    expect(isError).toBe(true)
    expect(text).toContain('Apify did not accept the API token (401)')
    for (const one of sent) expect(one).toEqual({})
    expect(fake.develop.builds.size).toBe(builds)
  })

  it.each([
    ['resurrect_run', { runId: 'run1' }],
    ['get_request_queue', { runId: 'run1' }],
    ['alice--crawler', { startUrls: [], country: 'C0' }],
  ])('%s is made with the payment, and without the token', async (tool, args) => {
    const { pay, sent } = await open(TOKEN)
    sent.length = 0
    const done = await pay(tool, args)
    expect(done.isError, done.text).toBe(false)
    expect(sent.length).toBeGreaterThan(0)
    for (const one of sent) expect(one).toMatchObject({ protocol, authorization: undefined })
  })

  it.each([
    ['resurrect_run', { runId: 'run1' }],
    ['alice--crawler', { startUrls: [], country: 'C0' }],
  ])('%s is never charged to the account of a token', async (tool, args) => {
    const { call, sent, starts } = await open(TOKEN)
    sent.length = 0
    expect((await call(tool, args)).isError).toBe(true)
    for (const one of sent) expect(one.authorization).toBeUndefined()
    expect(starts()).toBe(0)
  })
})

it('a link to what a paid run has made is refused, and says how to read it', async () => {
  if (!connect) throw new Error('No such client')
  const { read, sent } = await openPaying(connect, ['--payments=x402'])
  await expect(read('apify://run/run1/OUTPUT')).rejects.toThrow(
    'Results of a run that was paid for are read by tools',
  )
  for (const one of sent) expect(one.protocol).toBeUndefined()
})
