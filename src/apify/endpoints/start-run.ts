import { startOnce } from '../delivery/start-once.ts'
import type { Requester } from '../transport/requester.ts'
import { resourceId, runRequest } from '../transport/resource-paths.ts'
import {
  apiRun,
  apiRunList,
  type Run,
  type StartOptions,
  type StartTarget,
} from '../types/run-types.ts'
import { toRun } from './to-run.ts'

/**
 * Starts a run, `POST /v2/actors/:id/runs` or `/v2/actor-tasks/:id/runs`, and answers it as it is
 * right after its start. One call starts one run: when the answer is lost, the run that carries
 * this call's startId is looked up instead.
 * @throws ApiFailure that says a run may have started, where the look-up finds none
 */
export function runStarter(requester: Requester, consoleUrl: string | undefined) {
  return async (target: StartTarget, input: unknown, options: StartOptions): Promise<Run> => {
    const { memoryMbytes, timeoutSecs, webhookUrl, ...query } = options
    const { path, resource } = startOf(target)
    const run = await startOnce(resource.id, requester, {
      start: (startId) =>
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
          startId,
          resource,
          retry: 'not-sent',
          totalTimeoutMs: requester.timeouts.writeTimeoutMs,
        }),
      list: (query, totalTimeoutMs) =>
        requester.data(apiRunList, {
          method: 'GET',
          path,
          query,
          resource,
          retries: 0,
          totalTimeoutMs,
        }),
      get: (runId, totalTimeoutMs) =>
        requester.data(apiRun, { ...runRequest(runId), retries: 0, totalTimeoutMs }),
    })
    return toRun(run, consoleUrl)
  }
}

function startOf(target: StartTarget) {
  if ('taskId' in target) {
    const resource = { kind: 'task', id: target.taskId } as const
    return { path: `/v2/actor-tasks/${resourceId('taskId', target.taskId)}/runs`, resource }
  }
  const resource = { kind: 'Actor', id: target.actorId } as const
  return { path: `/v2/actors/${resourceId('actorId', target.actorId)}/runs`, resource }
}

/** The ways in which a run ends, in the words of webhooks (`WebhookEventType` of the API). */
const END_EVENTS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map(
  (status) => `ACTOR.RUN.${status}`,
)

/** An ad-hoc webhook as the query of a start takes it: base64 of a JSON array. */
function endWebhook(requestUrl: string): string {
  return Buffer.from(JSON.stringify([{ eventTypes: END_EVENTS, requestUrl }])).toString('base64')
}
