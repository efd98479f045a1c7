import { expect, it } from 'vitest'
import { startServer } from '../support/mcp-client.ts'
import { spendingWorld } from '../support/spending-world.ts'

const actorId = 'alice/crawler'

it('--max-total-cost-usd counts what a run has cost beyond what its first response after the end showed', async () => {
  const { fake, starts, end } = await spendingWorld()
  const { call } = await startServer({ fake, args: ['--max-total-cost-usd=10'] })
  for (let i = 0; i < 3; i++) {
    await call('run_actor', { actorId, maxTotalChargeUsd: 6 })
    end('started1', 0)
    await call('get_run', { runId: 'started1' })
    end('started1', 5)
  }
  expect(starts).toHaveLength(1)
})
