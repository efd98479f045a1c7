import { describe, expect, it } from 'vitest'
import { payment } from '../support/fake-apify/payments.ts'
import { PAYING_CLIENTS } from '../support/paying-clients.ts'
import { openPaying, paid, RUN_IT } from '../support/paying-server.ts'

const ONE = paid(payment())
const OTHER = paid(payment({ signature: `0x${'3e'.repeat(65)}` }))

async function open(name: string) {
  const connect = PAYING_CLIENTS[name]
  if (!connect) throw new Error('No such client')
  const { call, fake } = await openPaying(connect, ['--payments=x402', '--max-runs=1'])
  const paidStarts = () =>
    fake.requests.filter(
      ({ method, headers }) => method === 'POST' && headers['payment-signature'] !== undefined,
    ).length
  return { run: (meta?: Record<string, unknown>) => call('run_actor', RUN_IT, meta), paidStarts }
}

describe('--max-runs with payments', () => {
  it('over HTTP counts for each payment, whichever network it comes from', async () => {
    const { run, paidStarts } = await open('client 2.x of 2026-07-28 over HTTP')
    // Terms cost nothing, so they count for nobody.
    for (const _ of [1, 2]) expect((await run()).structuredContent).toHaveProperty('accepts')
    for (const meta of [ONE, OTHER]) expect((await run(meta)).isError).toBe(false)
    const again = await run(ONE)
    expect(again.isError).toBe(true)
    expect(again.text).toMatch(/^This server starts at most 1 run a day for each payment /)
    expect(paidStarts()).toBe(2)
  })

  it('over stdio counts all payments together, since they are those of one client', async () => {
    const { run, paidStarts } = await open('client 2.x of 2026-07-28 over stdio')
    expect((await run(ONE)).isError).toBe(false)
    expect((await run(OTHER)).text).toMatch(/^This server starts at most 1 run \(--max-runs\)/)
    expect(paidStarts()).toBe(1)
  })
})
