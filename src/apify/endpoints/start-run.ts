import type { z } from 'zod'
import { plainHandle } from '../../shared/handles.ts'
import { newStart, type Start, type StartRequests, startOnce } from '../delivery/start-once.ts'
import type { Request, Requester } from '../transport/requester.ts'
import { resourceId, runRequest } from '../transport/resource-paths.ts'
import {
  apiRun,
  apiRunList,
  type Run,
  type StartOptions,
  type StartTarget,
} from '../types/run-types.ts'
import type { FindNamed } from './find-named.ts'
import { identified } from './job-fields.ts'
import type { StartRules } from './start-rules.ts'
import { TASK_PREFIX } from './task-label.ts'
import { toRun } from './to-run.ts'

/**
 * Returns a function that starts a run, `POST /v2/actors/:id/runs` or `/v2/actor-tasks/:id/runs`,
 * and returns it as it is right after the start. One call starts one run: if the response is lost,
 * the run is looked up by the start ID of this call.
 * @param rules undefined if everything may run
 * @throws {ApiFailure} says that a run may have started, if the lookup finds none
 */
export function runStarter(
  requester: Requester,
  named: FindNamed,
  consoleUrl: string | undefined,
  rules: StartRules | undefined,
) {
  return async (target: StartTarget, input: unknown, options: StartOptions): Promise<Run> => {
    const resource = resourceOf(target)
    const body = Buffer.from(JSON.stringify(input ?? {}))
    const startBy: StartBy = (id, given, start) => {
      const path = runsPath(resource, id)
      const { taskLabel, ...query } = given
      const request = { path, resource, body, query: startQuery(query), taskLabel }
      const page = consoleUrl && `${consoleUrl}/actors/runs`
      const job = { kind: 'run', of: plainHandle(resource.id), page } as const
      return startOnce(job, requester, startRequests(requester, request), start)
    }
    const run = await (rules
      ? startByRules(rules, resource, options, startBy)
      : named.find(resource, (id) => startBy(id, options)))
    return toRun(run, consoleUrl)
  }
}

type StartBy = (id: string, options: StartOptions, start?: Start) => Promise<StartedRun>
type StartedRun = z.output<typeof apiRun>

/** Starts what may run, by its ID: its name may mean another Actor a moment later. */
async function startByRules(
  rules: StartRules,
  resource: ReturnType<typeof resourceOf>,
  { isCeiling, ...options }: StartOptions,
  startBy: StartBy,
): Promise<StartedRun> {
  rules.checkWebhook(options.webhookUrl)
  const { id, maxTotalChargeUsd: own = Infinity } = await rules.target(resource)
  const start = newStart()
  const { maxTotalChargeUsd: given = Infinity } = options
  // A task with a limit of its own gets no higher one unless the call asks for it.
  const isOwn = (isCeiling || given === Infinity) && own < given
  const limit = isOwn ? own : given
  const maxTotalChargeUsd = limit === Infinity ? undefined : limit
  const path = runsPath(resource, id)
  return rules.spend(
    { id: start.startId, kind: 'run', path, maxTotalChargeUsd, isCeiling: isCeiling || isOwn },
    async (usd) => {
      const run = await startBy(id, { ...options, maxTotalChargeUsd: usd }, start)
      return { ...run, options: { maxTotalChargeUsd: usd, ...run.options } }
    },
    (run) => run.id,
  )
}

function runsPath({ kind }: { kind: keyof typeof COLLECTIONS }, id: string): string {
  return `${COLLECTIONS[kind]}/${resourceId(ARGUMENTS[kind], id)}/runs`
}

const COLLECTIONS = { Actor: '/v2/actors', task: '/v2/actor-tasks' } as const
const ARGUMENTS = { Actor: 'actorId', task: 'taskId' } as const

function resourceOf(target: StartTarget) {
  return 'taskId' in target
    ? ({ kind: 'task', id: target.taskId } as const)
    : ({ kind: 'Actor', id: target.actorId } as const)
}

function startQuery({
  memoryMbytes,
  timeoutSecs,
  webhookUrl,
  isCeiling: _,
  ...query
}: Omit<StartOptions, 'taskLabel'>) {
  return {
    ...query,
    memory: memoryMbytes,
    timeout: timeoutSecs,
    webhooks: webhookUrl && endWebhook(webhookUrl),
  }
}

interface StartRequest extends Pick<Request, 'path' | 'resource' | 'body' | 'query'> {
  taskLabel: string | undefined
}

function startRequests(
  requester: Requester,
  { taskLabel, ...request }: StartRequest,
): StartRequests<z.output<typeof apiRun>> {
  const { path, resource } = request
  return {
    start: (startId) =>
      requester.data(apiRun, {
        ...request,
        method: 'POST',
        contentType: 'application/json',
        startId: taskLabel === undefined ? startId : `${startId} ${TASK_PREFIX}${taskLabel}`,
        retry: 'not-sent',
        totalTimeoutMs: requester.timeouts.writeTimeoutMs,
      }),
    async list(query, totalTimeoutMs) {
      const request = { method: 'GET', path, query, resource, retries: 0, totalTimeoutMs } as const
      return identified((await requester.data(apiRunList, request)).items)
    },
    get: (runId, totalTimeoutMs) =>
      requester.data(apiRun, { ...runRequest(runId), retries: 0, totalTimeoutMs }),
  }
}

/** The events of the end of a run (`WebhookEventType` of the API). */
const END_EVENTS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map(
  (status) => `ACTOR.RUN.${status}`,
)

/** Returns an ad-hoc webhook for the query of a start: base64 of a JSON array. */
function endWebhook(requestUrl: string): string {
  return Buffer.from(JSON.stringify([{ eventTypes: END_EVENTS, requestUrl }])).toString('base64')
}
