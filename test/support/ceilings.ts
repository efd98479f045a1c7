import { type CeilingOptions, RunCeilings } from '../../src/governance/ceilings.ts'
import type { ReserveRequest } from '../../src/shared/run-ledger.ts'

const NOON = Date.parse('2026-05-01T12:00:00Z')

/** Creates a count whose clock the test moves. */
export function createCeilings(options: Partial<CeilingOptions> = {}) {
  const clock = { now: NOON }
  const ceilings = new RunCeilings({
    maxRuns: undefined,
    maxTotalCostUsd: undefined,
    isDaily: false,
    now: () => clock.now,
    ...options,
  })
  let count = 0
  const reserve = (given: Partial<ReserveRequest> = {}, tenant = '') =>
    ceilings.reserve(tenant, {
      id: `start/${++count}`,
      kind: 'run',
      path: '/v2/actors/a/runs',
      mayLower: false,
      baseUsd: 0,
      isFirst: false,
      isFinal: true,
      ...given,
    })
  const end = (jobId: string, usd: number, finishedAt = 'later', tenant = '') =>
    ceilings.see(tenant, [{ jobId, usd, hasEnded: true, finishedAt }])
  return { ceilings, clock, reserve, end }
}
