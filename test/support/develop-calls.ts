import buildActor from '../../tools/develop/build_actor.ts'
import getBuild from '../../tools/develop/get_build.ts'
import listBuilds from '../../tools/develop/list_builds.ts'
import listWebhookDispatches from '../../tools/develop/list_webhook_dispatches.ts'
import resurrectRun from '../../tools/develop/resurrect_run.ts'
import addRequests from '../../tools/storage/add_requests.ts'
import deleteRecord from '../../tools/storage/delete_record.ts'
import deleteStorage from '../../tools/storage/delete_storage.ts'
import getRequestQueue from '../../tools/storage/get_request_queue.ts'
import renameStorage from '../../tools/storage/rename_storage.ts'
import { type ApiCall, list } from './api-calls.ts'
import { DISPATCH, FAILED_BUILD } from './develop-data.ts'

const data = (value: object) => ({ json: { data: value } })
const build = { ...FAILED_BUILD, status: 'SUCCEEDED' }
const queue = {
  id: 'queue1',
  name: 'pages',
  modifiedAt: '2026-01-02T03:04:05.000Z',
  totalRequestCount: 3,
  handledRequestCount: 1,
  pendingRequestCount: 2,
}
const waiting = { id: 'r1', url: 'https://a.b/', uniqueKey: 'a', method: 'POST', retryCount: 2 }
const storage = { id: 'prices1', name: 'prices', itemCount: 3, stats: { storageBytes: 300 } }

/** A call of each tool of the toolset `develop`, on what `seed` has. Those that show fields of the API have answers. */
export const DEVELOP_CALLS: ApiCall[] = [
  {
    tool: getBuild,
    args: { buildId: 'build2' },
    answers: { 'GET /v2/actor-builds/build2': data(build) },
  },
  {
    tool: listBuilds,
    args: { actorId: 'alice/crawler' },
    answers: { 'GET /v2/actors/alice~crawler/builds': list([build, FAILED_BUILD]) },
  },
  {
    tool: buildActor,
    args: { actorId: 'alice/crawler', version: '0.1', tag: 'beta' },
    answers: { 'POST /v2/actors/alice~crawler/builds': data(build) },
  },
  { tool: resurrectRun, args: { runId: 'run1' }, answers: {} },
  {
    tool: listWebhookDispatches,
    args: {},
    answers: { 'GET /v2/webhook-dispatches': list([DISPATCH, DISPATCH], { offset: 0 }) },
  },
  {
    tool: getRequestQueue,
    args: { runId: 'run1' },
    answers: {
      'GET /v2/actor-runs/run1/request-queue': data(queue),
      'GET /v2/request-queues/queue1/head': data({ items: [waiting, waiting] }),
    },
  },
  {
    tool: addRequests,
    args: { queueId: 'queue1', requests: [{ url: 'https://example.com/a' }] },
    answers: {},
  },
  { tool: deleteStorage, args: { type: 'dataset', storageId: 'prices1' }, answers: {} },
  {
    tool: renameStorage,
    args: { type: 'dataset', storageId: 'prices1', name: 'costs' },
    answers: {
      'GET /v2/datasets/prices1': data(storage),
      'PUT /v2/datasets/prices1': data(storage),
    },
  },
  { tool: deleteRecord, args: { storeId: 'store1', recordKey: 'OUTPUT' }, answers: {} },
]
