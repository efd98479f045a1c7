import { describe, expect, it } from 'vitest'
import { fail, times } from '../support/fake-apify/apify.ts'
import { base64, payment, SETTLEMENT, TERMS } from '../support/fake-apify/payments.ts'
import { PAYING_CLIENTS } from '../support/paying-clients.ts'
import { openPaying, paid, RUN_IT, START } from '../support/paying-server.ts'
import { RUN } from '../support/seeded-server.ts'

describe.each(Object.entries(PAYING_CLIENTS))('%s', (_, connect) => {
  const open = (args: string[] = []) => openPaying(connect, ['--payments=x402', ...args])

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
    const free = tools.filter(({ name }) => ['whoami', 'search_actors', 'get_actor'].includes(name))
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
    const found = await call('search_actors', { query: 'crawler' }, paid(payment()))
    expect(found.isError, found.text).toBe(false)
    expect(sent.length).toBeGreaterThan(0)
    for (const one of sent) expect(one).toMatchObject({ protocol: undefined, signature: undefined })
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
})
