import { expect, it } from 'vitest'
import { auditFile } from '../support/audit-lines.ts'
import { demandPayments, PAY_TOKEN, payment } from '../support/fake-apify/payments.ts'
import { answerIn, call, post, startHttp } from '../support/http.ts'
import { jsonTo, startReceiver } from '../support/otlp-receiver.ts'
import { paid, RUN_IT } from '../support/paying-server.ts'
import { seed } from '../support/seeded-server.ts'

async function open(protocol: string) {
  const fake = await seed()
  demandPayments(fake)
  const [audit, receiver] = await Promise.all([auditFile(), startReceiver()])
  const { url } = await startHttp({
    args: [`--payments=${protocol}`, '--otel', audit.arg],
    env: {
      APIFY_API_BASE_URL: fake.url,
      OTEL_BSP_SCHEDULE_DELAY: '10',
      ...jsonTo(receiver),
    },
  })
  const run = async (args: object, meta?: object) =>
    (await answerIn(await post(url, call(1, 'run_actor', args, meta)))).result
  const metrics = async () => (await fetch(new URL('/metrics', url))).text()
  return { audit, receiver, run, metrics }
}

it('a call that only gets the terms has asked for them; one with too small a payment has failed', async () => {
  const { audit, receiver, run, metrics } = await open('x402')
  expect((await run(RUN_IT))?.structuredContent).toHaveProperty('accepts')
  expect((await run(RUN_IT, paid(payment({ amount: '1' }))))?.structuredContent).toHaveProperty(
    'accepts',
  )
  expect((await run(RUN_IT, paid(payment())))?.isError).toBeUndefined()
  expect((await audit.lines()).map(({ outcome }) => outcome)).toEqual(['error', 'ok'])
  const shown = await metrics()
  for (const outcome of ['asked', 'error', 'ok'])
    expect(shown).toContain(`calls_total{tool="run_actor",outcome="${outcome}"} 1`)
  const spans = () =>
    receiver
      .spans()
      .filter(({ name }) => name === 'tools/call run_actor')
      .map(({ attributes, status }) => [attributes['apify_agent_tools.outcome'], status.code])
      .toSorted()
  await expect.poll(spans, { timeout: 20_000 }).toEqual([
    ['asked', 0],
    ['error', 2],
    ['ok', 0],
  ])
})

it.each([
  ['x402', payment().payload.signature, {}, paid(payment())],
  ['skyfire', PAY_TOKEN, { 'skyfire-pay-id': PAY_TOKEN }, undefined],
])('a payment of %s is no name in the audit log', async (protocol, secret, args, meta) => {
  const { audit, run } = await open(protocol)
  await run({ actorId: secret, ...args }, meta)
  expect(await audit.lines()).toMatchObject([{ tool: 'run_actor', actor: '[redacted]' }])
  expect(await audit.text()).not.toContain(secret.slice(0, 60))
})
