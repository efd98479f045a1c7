import { describe, expect, it } from 'vitest'
import { statusFailure } from '../../../src/apify/transport/status-failure.ts'
import { fail } from '../../support/fake-apify/apify.ts'
import { serve } from '../../support/seeded-server.ts'

const START = 'POST /v2/actors/alice~crawler/runs'
const actorId = 'alice/crawler'

describe('a billing error', () => {
  it.each([
    [402, 'not-enough-usage-to-run-paid-actor', ['whoami', 'maxTotalChargeUsd', 'billing']],
    [402, 'actor-memory-limit-exceeded', ['list_runs', 'abort_run', 'memoryMbytes']],
    [402, 'concurrent-runs-limit-exceeded', ['list_runs', 'abort_run']],
    [402, 'x402-payment-required', ['APIFY_TOKEN']],
    [402, 'a-type-that-is-new', ['whoami', 'billing', 'maxItems']],
    [403, 'actor-is-not-rented', ['Rent it', 'search_actors']],
    [403, 'platform-feature-disabled', ['monthly usage limit', 'whoami']],
    [400, 'max-total-charge-usd-below-minimum', ['get_actor', '--max-run-cost-usd']],
    [404, 'record-not-found', ['`search_actors`']],
    [400, '__proto__', ['Correct the arguments']],
  ])('%i %s says how to fix it', (status, type, parts) => {
    const body = JSON.stringify({ error: { type, message: 'You cannot do this now' } })
    const { message } = statusFailure(status, body, undefined, { kind: 'Actor', id: actorId })
    for (const part of ['You cannot do this now', ...parts]) expect(message).toContain(part)
  })

  it('is not tried again', async () => {
    const { call, fake } = await serve()
    fake.on(START, fail(402, 'not-enough-usage-to-run-paid-actor', 'You cannot do this now'))
    const { isError, text } = await call('run_actor', { actorId })
    expect(isError).toBe(true)
    expect(text).toContain('`whoami`')
    expect(fake.sent(START)).toHaveLength(1)
  })
})

describe('a run shows its cap and its cost', () => {
  it('wherever it is shown, while it runs and after it has ended', async () => {
    const { call, fake } = await serve({ args: ['--max-run-cost-usd=0.5'] })
    const started = await call('run_actor', { actorId })
    expect(started.structured).toMatchObject({ maxTotalChargeUsd: 0.5, usageUsd: 0.0042 })
    const synced = await call('run_actor_sync', { actorId, maxTotalChargeUsd: 0.2 })
    expect(synced.structured.run).toMatchObject({ maxTotalChargeUsd: 0.2, usageUsd: 0.0042 })
    fake.setRun({ id: 'run1', status: 'RUNNING', usageTotalUsd: 0.4 })
    const running = await call('get_run', { runId: 'run1' })
    expect(running.structured).toMatchObject({ maxTotalChargeUsd: 2, usageUsd: 0.4 })
    const listed = await call('list_runs', {})
    expect(listed.structured.runs).toMatchObject([{ maxTotalChargeUsd: 2, usageUsd: 0.4 }])
    fake.setRun({ id: 'run1', status: 'SUCCEEDED', usageTotalUsd: 0.45 })
    const aborted = await call('abort_run', { runId: 'run1' })
    expect(aborted.structured).toMatchObject({ maxTotalChargeUsd: 2, usageUsd: 0.45 })
  })

  it('including its cap when the API does not return one', async () => {
    const { call, fake } = await serve({ args: ['--max-run-cost-usd=0.5'] })
    fake.on(START, (_, response) => {
      const data = { id: 'run1', status: 'RUNNING' }
      response.writeHead(201, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data }))
      return undefined
    })
    expect((await call('run_actor', { actorId })).structured.maxTotalChargeUsd).toBe(0.5)
  })
})

it('--read-only refuses every tool that writes or spends, and sends no request', async () => {
  const { call, client, fake } = await serve({ args: ['--read-only'] })
  const { tools } = await client.listTools()
  const offered = tools.map(({ name }) => name)
  for (const [tool, args] of [
    ['run_actor', { actorId }],
    ['run_actor_sync', { actorId }],
    ['abort_run', { runId: 'run1' }],
    ['push_dataset_items', { datasetId: 'data1', items: [{ a: 1 }] }],
    ['put_record', { storeId: 'store1', recordKey: 'a', text: 'b' }],
    ['create_storage', { type: 'dataset', name: 'new' }],
  ] as const) {
    expect(offered).not.toContain(tool)
    expect((await call(tool, args)).isError, tool).toBe(true)
  }
  expect(fake.requests).toEqual([])
})
