import { ACTOR_NAME, ID } from '../support/clients/world-data.ts'

/** A well-formed call, and the addresses that people paste for its ids, by argument. */
export interface ValidCall {
  tool: string
  args: Record<string, unknown>
  addresses?: Record<string, readonly string[]>
}

export const { dataset: datasetId, run: runId, store: storeId, task: taskId } = ID
export const { schedule: scheduleId, webhook: webhookId } = ID
export const { build: buildId, queue: queueId, dataset: storageId } = ID
export const actorId = ACTOR_NAME
const CONSOLE = 'https://console.apify.com'
export const actors = {
  actorId: ['https://apify.com/alice/crawler', 'https://apify.com/alice/crawler/'],
}
export const runs = {
  runId: [`${CONSOLE}/actors/runs/${runId}`, `${CONSOLE}/actors/${ID.actor}/runs/${runId}#log`],
}
export const datasets = { datasetId: [`${CONSOLE}/storage/datasets/${datasetId}`] }
export const stores = { storeId: [`${CONSOLE}/storage/key-value-stores/${storeId}/`] }
export const builds = { buildId: [`${CONSOLE}/actors/${ID.actor}/builds/${buildId}#log`] }
export const queues = { queueId: [`${CONSOLE}/storage/request-queues/${queueId}`] }
export const storages = { storageId: [`${CONSOLE}/storage/datasets/${storageId}`] }
export const tasks = { taskId: [`${CONSOLE}/actors/tasks/${taskId}`] }
export const schedules = { scheduleId: [`${CONSOLE}/schedules/${scheduleId}`] }
export const webhooks = { webhookId: [`https://api.apify.com/v2/webhooks/${webhookId}`] }
/** An integer that a double cannot hold. */
export const BIG = 12_345_678_900_000_000_001n

/** Values that mangling must not change, and some that look like other values. */
export const INPUT = {
  keywords: ['10', 'true', 'a, b', '["x"]'],
  depth: 2,
  proxy: { useApifyProxy: true, apifyProxyGroups: ['RESIDENTIAL'] },
  nothing: null,
  empty: '',
  id: BIG,
}
