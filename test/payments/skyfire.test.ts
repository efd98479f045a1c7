import { describe, expect, it } from 'vitest'
import { PAY_TOKEN } from '../support/fake-apify/payments.ts'
import { PAYING_CLIENTS } from '../support/paying-clients.ts'
import { openPaying, RUN_IT, START } from '../support/paying-server.ts'
import { RUN } from '../support/seeded-server.ts'

const OTHER = PAY_TOKEN.replace('Sig_', 'Gis_')

describe.each(Object.entries(PAYING_CLIENTS))('%s', (_, connect) => {
  const open = (token?: string) => openPaying(connect, ['--payments=skyfire'], token)

  it('lists the argument of each paid tool, and of no other', async () => {
    const { tools } = await open()
    const having = tools.filter(({ inputSchema }) => 'skyfire-pay-id' in inputSchema.properties)
    expect(having.map(({ name }) => name).sort()).toEqual([
      'abort_run',
      'get_dataset',
      'get_log',
      'get_record',
      'get_run',
      'list_dataset_items',
      'list_records',
      'list_runs',
      'query_dataset',
      'run_actor',
      'run_actor_sync',
    ])
    const requiring = tools.filter((tool) => tool.inputSchema.required.includes('skyfire-pay-id'))
    expect(requiring.map(({ name }) => name)).toEqual(['run_actor', 'run_actor_sync'])
    for (const { outputSchema } of tools) expect(outputSchema).toBeDefined()
  })

  it('sends the token with each request of a call, and not with the input', async () => {
    const { call, fake, sent, starts } = await open()
    const done = await call('run_actor_sync', { ...RUN_IT, 'skyfire-pay-id': PAY_TOKEN })
    expect(done.isError, done.text).toBe(false)
    expect(done.structuredContent).toMatchObject({ run: { status: 'SUCCEEDED' }, total: 3 })
    for (const one of sent)
      expect(one).toMatchObject({ protocol: 'skyfire', payId: PAY_TOKEN, authorization: undefined })
    expect(sent.length).toBeGreaterThan(1)
    expect(starts()).toBe(1)
    const [start] = fake.sent(START)
    expect(JSON.parse(String(start?.body))).toEqual(RUN_IT.input)
    const log = await call('get_log', { runId: 'run1', skyfirePayId: PAY_TOKEN })
    expect(log.isError, log.text).toBe(false)
  })

  it('refuses a missing or malformed token before anything is sent', async () => {
    const { call, fake } = await open()
    const missing = await call('run_actor', RUN_IT)
    expect(missing.text).toContain('Missing argument `skyfire-pay-id`')
    expect(missing.text).toContain('create-pay-token')
    for (const given of [
      '3f2a9c1e-uuid-of-token',
      7,
      `${PAY_TOKEN}\r\nx-evil: 1`,
      `${PAY_TOKEN}é`,
    ]) {
      const { isError, text } = await call('run_actor', { ...RUN_IT, 'skyfire-pay-id': given })
      expect(isError).toBe(true)
      expect(text).toContain('is not a Skyfire PAY token, so nothing was sent')
      expect(text).not.toContain('3f2a9c1e')
      expect(text).not.toContain(PAY_TOKEN)
    }
    expect(fake.requests).toEqual([])
  })

  it('shows a token nowhere', async () => {
    const { call, fake, stderr } = await open()
    fake.setRun({ ...RUN, statusMessage: `Paid with ${PAY_TOKEN}` })
    fake.logs.set('run1', `Paid with ${PAY_TOKEN}\n`)
    const calls = [
      await call('get_run', { runId: 'run1', 'skyfire-pay-id': PAY_TOKEN }),
      await call('get_log', { runId: 'run1', 'skyfire-pay-id': PAY_TOKEN }),
      await call('run_actor', { actorId: PAY_TOKEN, 'skyfire-pay-id': PAY_TOKEN }),
      // The API repeats the token that it refuses.
      await call('run_actor', { ...RUN_IT, 'skyfire-pay-id': OTHER }),
    ]
    for (const { whole } of calls) {
      expect(whole).not.toContain(PAY_TOKEN)
      expect(whole).not.toContain(OTHER)
      expect(whole).toContain('[redacted]')
    }
    expect(calls[3]?.text).toContain('that holds enough for this call')
    expect(stderr()).not.toContain(PAY_TOKEN)
    // A free tool takes no token, and shows none.
    const free = await call('search_actors', { query: 'crawler', 'skyfire-pay-id': PAY_TOKEN })
    expect(free.isError, free.text).toBe(false)
  })

  it('never charges the account of a token', async () => {
    const { call, fake, sent } = await open('apify_api_secretOfTheTest')
    expect((await call('run_actor', RUN_IT)).text).toContain('Missing argument `skyfire-pay-id`')
    expect(sent).toEqual([])
    await call('run_actor', { ...RUN_IT, 'skyfire-pay-id': PAY_TOKEN })
    for (const one of sent) expect(one.authorization).toBeUndefined()
    sent.length = 0
    expect((await call('get_run', { runId: 'run1' })).isError).toBe(false)
    for (const one of sent) expect(one.authorization).toBe(`Bearer ${fake.token}`)
  })
})
