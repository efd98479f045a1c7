import { ToolError } from '../shared/errors.ts'
import type { ReserveRequest, RunLedger, RunsLeft, SeenJob } from '../shared/run-ledger.ts'
import type { JobLookups, StartBudget, StartClaim } from '../shared/start-limits.ts'

/** How often a start looks up what has ended, to find room. */
const MAX_LOOKS = 3

/** The count of one tenant, as its calls use it. */
export class TenantBudget implements StartBudget {
  constructor(
    private readonly ledger: RunLedger,
    /** A digest, or empty if the server has one tenant alone. */
    private readonly tenant: string,
    /** By what tenants are told apart, for errors; undefined if there is one alone. */
    private readonly each?: 'token' | 'payment',
  ) {}

  async spend<T>(
    claim: StartClaim,
    lookups: JobLookups,
    start: (maxTotalChargeUsd: number | undefined) => Promise<{ jobId: string; started: T }>,
  ): Promise<T> {
    const usd = await this.reserve(claim, lookups)
    try {
      const { jobId, started } = await start(usd)
      await this.settle(claim.id, jobId)
      return started
    } catch (error) {
      // What may have been started stays reserved, and is looked up when room is needed.
      if (!lookups.mayHaveStarted(error)) await this.settle(claim.id, undefined)
      throw error
    }
  }

  see(job: SeenJob): void {
    this.ledger.see(this.tenant, [job]).catch(() => {})
  }

  left(): Promise<RunsLeft> {
    return this.ledger.left(this.tenant)
  }

  /** A count that cannot be reached must not hide a run that was started. */
  private async settle(id: string, jobId: string | undefined): Promise<void> {
    await this.ledger.settle(this.tenant, id, jobId).catch(() => {})
  }

  /**
   * Reserves room for a start.
   * @returns the limit to start it with
   * @throws {ToolError} if there is none
   */
  private async reserve(claim: StartClaim, { look }: JobLookups): Promise<number | undefined> {
    const request = requestOf(claim)
    for (let looks = 0; ; looks++) {
      const isFinal = looks === MAX_LOOKS
      const tried = { ...request, isFirst: looks === 0, isFinal }
      const answer = await this.ledger.reserve(this.tenant, tried)
      if (answer.kind === 'granted') return answer.usd
      if (answer.kind === 'refused') throw refusal(claim, { ...answer, each: this.each })
      const seen = await look(answer.open)
      await this.ledger.see(this.tenant, seen)
      // Nothing has ended, so to look again would show the same.
      if (!seen.some(({ hasEnded }) => hasEnded)) looks = MAX_LOOKS - 1
    }
  }
}

function requestOf({
  resurrects,
  ...claim
}: StartClaim): Omit<ReserveRequest, 'isFirst' | 'isFinal'> {
  const { id, kind, path, maxTotalChargeUsd, isCeiling = false } = claim
  return {
    id,
    kind,
    path,
    mayLower: isCeiling,
    baseUsd: resurrects?.usd ?? 0,
    ...(maxTotalChargeUsd !== undefined && { usd: maxTotalChargeUsd }),
    ...(resurrects && { jobId: resurrects.jobId }),
    ...(resurrects?.endedAt !== undefined && { endedAt: resurrects.endedAt }),
  }
}

function refusal(
  { kind, maxTotalChargeUsd }: StartClaim,
  { by, left, each }: { by: 'runs' | 'cost'; left: RunsLeft; each: string | undefined },
): ToolError {
  const { maxRuns, maxTotalCostUsd, usdLeft = 0, usdReserved = 0, renewsAt } = left
  const flag = by === 'runs' ? '--max-runs' : '--max-total-cost-usd'
  const later =
    renewsAt === undefined
      ? `Only its operator can give more: by a higher ${flag}, or a new start of the server.`
      : `It is full again at ${renewsAt}; its operator can raise ${flag}.`
  const none = `so no ${kind} was started`
  const daily = renewsAt === undefined ? '' : ' a day'
  if (by === 'runs')
    return new ToolError(
      `This server starts at most ${maxRuns === 1 ? '1 run' : `${maxRuns} runs`}${daily}${each ? ` for each ${each}` : ''} (--max-runs), and none is left, ${none}.`,
      `${later} Results of earlier runs can be read as before.`,
    )
  const asks =
    maxTotalChargeUsd === undefined ? '' : `\`maxTotalChargeUsd\` is ${maxTotalChargeUsd}, and `
  const lower = usdLeft > 0 ? `Give a \`maxTotalChargeUsd\` of at most ${usdLeft}. ` : ''
  const wait =
    usdReserved > 0
      ? `${usdReserved} USD are reserved for what goes on, and what it does not use comes back when it ends: see \`list_runs\`. `
      : ''
  return new ToolError(
    `${asks}${usdLeft} USD are left of the ${maxTotalCostUsd} USD that all runs of ${each ? `one ${each}` : 'this server'} may cost${daily} (--max-total-cost-usd), ${none}.`,
    `${lower}${wait}${later}`,
  )
}
