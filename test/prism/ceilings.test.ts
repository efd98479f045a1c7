import { describe, expect, it, onTestFinished } from 'vitest'
import { startFaultyProxy } from '../support/fake-apify/faults.ts'
import {
  API_DESCRIPTION,
  hasApiDescription,
  WITHOUT_DESCRIPTION,
} from '../support/local-platform/api-description.ts'
import { startServer } from '../support/mcp-client.ts'
import { startPrism } from '../support/prism.ts'
import { spendingWorld } from '../support/spending-world.ts'

/** Starts whose answers are lost. They leave less room than the next start needs. */
const LOST = [
  ['run_actor', { actorId: 'alice/crawler', maxTotalChargeUsd: 0.4 }],
  ['run_actor', { taskId: 'task1', maxTotalChargeUsd: 0.4 }],
  ['build_actor', { actorId: 'alice/crawler', version: '0.1' }],
] as const

describe.skipIf(!hasApiDescription)(`--max-total-cost-usd${WITHOUT_DESCRIPTION}`, () => {
  it('looks up starts as the description allows', async () => {
    const { fake } = await spendingWorld()
    const prism = await startPrism(API_DESCRIPTION, fake.url, onTestFinished)
    const proxy = await startFaultyProxy({
      upstream: prism.url,
      fault: 'closed before the work',
      times: LOST.length,
      appliesTo: ({ method }) => method === 'POST',
    })
    onTestFinished(proxy.close)
    const { call } = await startServer({
      fake: { url: `http://127.0.0.1:${proxy.port}`, token: fake.token },
      args: ['--tools=all', '--max-total-cost-usd=1'],
    })
    const lost = await Promise.all(LOST.map(([tool, args]) => call(tool, args)))
    expect(lost.map(({ isError }) => isError)).toEqual([true, true, true])
    prism.judged.length = 0
    const next = { actorId: 'alice/crawler', maxTotalChargeUsd: 0.5 }
    expect((await call('run_actor', next)).isError).toBe(true)
    const lists = prism.judged.filter(({ request }) => /[?&]desc=/.test(request))
    expect(new Set(lists.map(({ request }) => request.replace(/\?.*/, '')))).toEqual(
      new Set([
        'GET /v2/actors/actor1/runs',
        'GET /v2/actor-tasks/task1/runs',
        'GET /v2/actors/actor1/builds',
      ]),
    )
    expect(prism.judged.filter(({ violations }) => violations.length > 0)).toEqual([])
  })
})
