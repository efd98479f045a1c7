import type { OpenJob, SeenJob } from '../../shared/run-ledger.ts'
import { isAnswer, type Requester } from '../transport/requester.ts'
import { timeLeft } from '../transport/timeouts.ts'
import { apiBuildJob, apiBuildList } from '../types/build-types.ts'
import { apiRun, apiRunList, hasEnded, UNKNOWN_STATUS } from '../types/run-types.ts'

/** The newest runs or builds among which a start without a response is searched for: as many as one list has. */
const MAX_LISTED = 1000

/** What is read of a job, whether it is a run or a build. */
interface Job {
  id?: string | null | undefined
  status?: string | null | undefined
  usageTotalUsd?: number | null | undefined
  finishedAt?: string | null | undefined
  meta?: { userAgent?: string | null | undefined } | null | undefined
}

/** Returns a function that reads what jobs have cost. What cannot be read, or is not listed, is left out. */
export function jobLookups(requester: Requester) {
  const bounds = () => ({
    retries: 0,
    totalTimeoutMs: Math.max(1, Math.min(requester.timeouts.lookupTimeoutMs, timeLeft(requester))),
  })

  const readJob = async ({ kind }: OpenJob, jobId: string): Promise<SeenJob> => {
    const collection = kind === 'run' ? 'actor-runs' : 'actor-builds'
    const path = `/v2/${collection}/${encodeURIComponent(jobId)}`
    const request = { method: 'GET', path, resource: { kind, id: jobId }, ...bounds() } as const
    try {
      const job: Job = await requester.data(kind === 'run' ? apiRun : apiBuildJob, request)
      return seenJob(jobId, job)
    } catch (error) {
      // A run that was deleted keeps counting with what was reserved for it.
      if (isAnswer(error, 404)) return { jobId, hasEnded: true }
      throw error
    }
  }

  const findStarted = async ({ id, kind, path }: OpenJob): Promise<SeenJob | undefined> => {
    const query = { desc: true, limit: MAX_LISTED }
    const resource = { kind: 'account' } as const
    const request = { method: 'GET', path, query, resource, ...bounds() } as const
    const list: { items: Job[] } = await requester.data(
      kind === 'run' ? apiRunList : apiBuildList,
      request,
    )
    const found = list.items.find(({ meta }) => meta?.userAgent?.includes(id))
    return found?.id ? { ...seenJob(found.id, found), startId: id } : undefined
  }

  return async (jobs: readonly OpenJob[]): Promise<SeenJob[]> => {
    const seen = await Promise.all(
      jobs.map((job) =>
        (job.jobId === undefined ? findStarted(job) : readJob(job, job.jobId)).catch(
          () => undefined,
        ),
      ),
    )
    return seen.flatMap((one) => one ?? [])
  }
}

function seenJob(jobId: string, { status, usageTotalUsd, finishedAt }: Job): SeenJob {
  return {
    jobId,
    hasEnded: hasEnded({ status: status ?? UNKNOWN_STATUS }),
    ...(typeof usageTotalUsd === 'number' && { usd: usageTotalUsd }),
    ...(finishedAt && { finishedAt }),
  }
}
