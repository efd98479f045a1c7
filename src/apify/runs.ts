import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { startOnce } from './exactly-once.ts'
import { resourceId } from './ids.ts'
import { notTheApi, type Requester } from './requester.ts'
import { toRun } from './run.ts'
import {
  apiRun,
  apiRunList,
  type Run,
  type StartOptions,
  type StartTarget,
  TERMINAL_STATUSES,
  type WaitOptions,
} from './types.ts'

/** `waitForFinish` takes at most 60 s; short slices keep status messages and cancelling fresh. */
const WAIT_SLICE_SECS = 4
/** Looks are at least this far apart where a server does not hold its answers, in milliseconds. */
const LOOK_APART_MS = 250
/** What a wait leaves for the answer to travel, in milliseconds. */
const TRAVEL_MS = 15_000

/** The endpoints of runs and their logs. */
export function runEndpoints(requester: Requester, consoleUrl: string | undefined) {
  const byId = (runId: string, waitSecs = 0): Promise<z.output<typeof apiRun>> =>
    requester.data(apiRun, {
      ...aboutRun(runId),
      query: { waitForFinish: waitSecs > 0 ? waitSecs : undefined },
      patienceMs: waitSecs * 1000 + TRAVEL_MS,
      wholeMs: waitSecs * 1000 + requester.timing.wholeMs,
    })

  /** GET /v2/actor-runs/:id @param waitSecs seconds to hold the answer while the run goes on */
  const getRun = async (runId: string, waitSecs = 0): Promise<Run> =>
    toRun(await byId(runId, waitSecs), consoleUrl)

  return {
    getRun,
    startRun: starter(requester, consoleUrl),

    /**
     * Waits in slices until the run ends or `waitSecs` are over; the run itself is left alone. A
     * look that fails ends the wait with the run as last seen: its id must not be lost to a fault.
     */
    async waitForRun(run: Run, { waitSecs, onLook }: WaitOptions): Promise<Run> {
      const until = performance.now() + waitSecs * 1000
      let latest = run
      onLook?.(latest)
      while (!TERMINAL_STATUSES.includes(latest.status)) {
        const left = Math.ceil((until - performance.now()) / 1000)
        if (left <= 0) break
        const slice = Math.min(left, WAIT_SLICE_SECS)
        const [seen] = await Promise.all([
          getRun(run.runId, slice).catch(() => undefined),
          pause(requester.signal, latest === run ? 0 : LOOK_APART_MS),
        ])
        if (!seen) break
        latest = seen
        onLook?.(latest)
      }
      return latest
    },

    /** GET /v2/logs/:id: hands the log of a run or build to `read`, as it arrives. */
    readLog<T>(runId: string, read: (body: AsyncIterable<Buffer>) => Promise<T>): Promise<T> {
      return requester.open(
        {
          method: 'GET',
          path: `/v2/logs/${resourceId('runId', runId)}`,
          about: { kind: 'log', id: runId },
        },
        ({ headers, body }) => {
          if (!headers['content-type']?.startsWith('text/html')) return read(body)
          throw notTheApi('log')
        },
      )
    },
  }
}

/** Ends early, without an error, when the call does. */
function pause(signal: AbortSignal, ms: number): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => {})
}

function aboutRun(runId: string) {
  const about = { kind: 'run', id: runId } as const
  return { method: 'GET', path: `/v2/actor-runs/${resourceId('runId', runId)}`, about } as const
}

function starter(requester: Requester, consoleUrl: string | undefined) {
  /**
   * POST /v2/actors/:id/runs or /v2/actor-tasks/:id/runs: the run, as it is right after its start. One call starts one run:
   * when the answer is lost, the run that carries this call's mark is looked up instead.
   * @throws ApiFailure that says a run may have started, where the look-up finds none
   */
  return async (target: StartTarget, input: unknown, options: StartOptions): Promise<Run> => {
    const { memoryMbytes, timeoutSecs, webhookUrl, ...query } = options
    const { path, about } = startOf(target)
    const run = await startOnce(about.id, requester, {
      start: (mark) =>
        requester.data(apiRun, {
          method: 'POST',
          path,
          query: {
            ...query,
            memory: memoryMbytes,
            timeout: timeoutSecs,
            webhooks: webhookUrl && endWebhook(webhookUrl),
          },
          body: Buffer.from(JSON.stringify(input ?? {})),
          contentType: 'application/json',
          mark,
          about,
          retry: 'refused',
          wholeMs: requester.timing.writeMs,
        }),
      list: (query, wholeMs) =>
        requester.data(apiRunList, { method: 'GET', path, query, about, retries: 0, wholeMs }),
      get: (runId, wholeMs) => requester.data(apiRun, { ...aboutRun(runId), retries: 0, wholeMs }),
    })
    return toRun(run, consoleUrl)
  }
}

function startOf(target: StartTarget) {
  if ('taskId' in target) {
    const about = { kind: 'task', id: target.taskId } as const
    return { path: `/v2/actor-tasks/${resourceId('taskId', target.taskId)}/runs`, about }
  }
  const about = { kind: 'Actor', id: target.actorId } as const
  return { path: `/v2/actors/${resourceId('actorId', target.actorId)}/runs`, about }
}

/** The ways in which a run ends, in the words of webhooks (`WebhookEventType` of the API). */
const END_EVENTS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map(
  (status) => `ACTOR.RUN.${status}`,
)

/** An ad-hoc webhook as the query of a start takes it: base64 of a JSON array. */
function endWebhook(requestUrl: string): string {
  return Buffer.from(JSON.stringify([{ eventTypes: END_EVENTS, requestUrl }])).toString('base64')
}
