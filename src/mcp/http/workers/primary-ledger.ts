import type { RunLedger } from '../../../shared/run-ledger.ts'
import type { Channel } from './channel.ts'
import { FROM_WORKER } from './protocol.ts'

/** Returns the count of runs that the primary keeps for all workers. */
export function primaryLedger(primary: Channel): RunLedger {
  return {
    reserve: (tenant, request) => primary.ask(FROM_WORKER.reserveRun, { tenant, request }),
    async settle(tenant, id, jobId) {
      await primary.ask(FROM_WORKER.settleRun, { tenant, id, jobId: jobId ?? null })
    },
    async see(tenant, jobs) {
      await primary.ask(FROM_WORKER.seeRuns, { tenant, jobs })
    },
    left: (tenant) => primary.ask(FROM_WORKER.runsLeft, tenant),
  }
}

/** Answers a worker for the count; nothing is asked if there is none. */
export function answerLedger(worker: Channel, ledger: RunLedger | undefined): void {
  if (!ledger) return
  worker.on(FROM_WORKER.reserveRun, ({ tenant, request }) => ledger.reserve(tenant, request))
  worker.on(FROM_WORKER.settleRun, async ({ tenant, id, jobId }) => {
    await ledger.settle(tenant, id, jobId ?? undefined)
    return null
  })
  worker.on(FROM_WORKER.seeRuns, async ({ tenant, jobs }) => {
    await ledger.see(tenant, jobs)
    return null
  })
  worker.on(FROM_WORKER.runsLeft, (tenant) => ledger.left(tenant))
}
