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
 * Returns a function that starts a run, `POST /v2/actors/:id/runs` or `/v2/actor-tasks/:id/runs`,
 * and returns it as it is right after the start. One call starts one run: if the response is lost,
 * the run is looked up by the start ID of this call.
 * @throws {ApiFailure} says that a run may have started, if the lookup finds none
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

/** The events of the end of a run (`WebhookEventType` of the API). */
const END_EVENTS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map(
  (status) => `ACTOR.RUN.${status}`,
)

/** Returns an ad-hoc webhook for the query of a start: base64 of a JSON array. */
function endWebhook(requestUrl: string): string {
  return Buffer.from(JSON.stringify([{ eventTypes: END_EVENTS, requestUrl }])).toString('base64')
}
