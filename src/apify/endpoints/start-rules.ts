import { ToolError } from '../../shared/errors.ts'
import type { SeenJob } from '../../shared/run-ledger.ts'
import type { StartClaim, StartLimits } from '../../shared/start-limits.ts'
import { isAmbiguous } from '../transport/api-failure.ts'
import type { Requester } from '../transport/requester.ts'
import { apiScheduleAction } from '../types/schedule-types.ts'
import type { FindNamed } from './find-named.ts'
import { jobLookups } from './job-lookups.ts'
import { refuseStartUrl } from './start-urls.ts'
import { findStartable, type NamedStart } from './startable.ts'

const SCHEDULE_NOT_SAVED = 'the schedule was not saved'

export type StartRules = ReturnType<typeof startRules>

/**
 * Creates the rules that every start, and everything that starts something later, goes through if the operator
 * limits what may run.
 * @param apiHost the host of the API
 */
export function startRules(
  requester: Requester,
  named: FindNamed,
  { actors, budget }: StartLimits,
  apiHost: string,
) {
  const look = jobLookups(requester)
  const { allowed, target } = findStartable(requester, named, actors)
  const checkAction = async (action: object) => {
    const { actorId, actorTaskId: id } = apiScheduleAction.parse(action)
    if (id) await target({ kind: 'task', id }, SCHEDULE_NOT_SAVED)
    else await allowed(actorId, SCHEDULE_NOT_SAVED)
  }
  return {
    /** Whether there are lists of Actors. */
    hasLists: actors !== undefined,
    /** Returns an Actor that may run, by what the API calls it. @throws {ToolError} if it may not run */
    allowed,
    /** Returns the ID of what is to be started. @throws {ToolError} if it may not run */
    target: (named: NamedStart, outcome = 'no run was started') => target(named, outcome),
    /** @throws {ToolError} if a POST to a URL can start something */
    checkWebhook: (url: string | null | undefined) => refuseStartUrl(url, apiHost),
    /** @throws {ToolError} if a schedule may not run what it would run, or its runs would not be counted */
    async checkSchedule(actions: readonly object[], isEnabled: boolean): Promise<void> {
      if (budget && isEnabled) throw uncounted()
      for (const action of actors ? actions : []) await checkAction(action)
    },
    /** Starts something whose cost is reserved before. @param jobIdOf returns the ID of the run or the build */
    spend<T>(
      claim: StartClaim,
      start: (maxTotalChargeUsd: number | undefined) => Promise<T>,
      jobIdOf: (started: T) => string,
    ): Promise<T> {
      if (!budget) return start(claim.maxTotalChargeUsd)
      return budget.spend(claim, { look, mayHaveStarted }, async (usd) => {
        // Nothing was sent yet, so that it is certain that nothing was started.
        if (requester.signal.aborted) throw cancelled()
        const started = await start(usd)
        return { jobId: jobIdOf(started), started }
      })
    },
    /** Notes what a run or a build has cost. */
    see: (job: SeenJob) => budget?.see(job),
  }
}

function uncounted(): ToolError {
  return new ToolError(
    `Runs that a schedule starts are not counted by this server, which limits all runs together (--max-total-cost-usd, --max-runs), so ${SCHEDULE_NOT_SAVED}.`,
    'Save it with `isEnabled: false`, for a person to enable it, or start runs with `run_actor`.',
  )
}

function cancelled(): ToolError {
  return new ToolError('The call ended before anything was started.', 'Call again if it is needed.')
}

/** An error that no request explains says nothing about what was done. */
function mayHaveStarted(error: unknown): boolean {
  return !(error instanceof ToolError) || isAmbiguous(error)
}
