import getBuild from '../../tools/develop/get_build.ts'
import listBuilds from '../../tools/develop/list_builds.ts'
import listWebhookDispatches from '../../tools/develop/list_webhook_dispatches.ts'
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
const storage = { id: 'data1', name: 'prices', itemCount: 3, stats: { storageBytes: 300 } }

/** Calls of the tools of the toolset `develop` that show fields of the API. */
export const DEVELOP_CALLS: ApiCall[] = [
  {
    tool: getBuild,
    args: { buildId: 'build2' },
    answers: { 'GET /v2/actor-builds/build2': data(build) },
  },
  { tool: listBuilds, args: {}, answers: { 'GET /v2/actor-builds': list([build, FAILED_BUILD]) } },
  {
    tool: listWebhookDispatches,
    args: {},
    answers: { 'GET /v2/webhook-dispatches': list([DISPATCH, DISPATCH], { offset: 0 }) },
  },
  {
    tool: getRequestQueue,
    args: { queueId: 'queue1' },
    answers: {
      'GET /v2/request-queues/queue1': data(queue),
      'GET /v2/request-queues/queue1/head': data({ items: [waiting, waiting] }),
    },
  },
  {
    tool: renameStorage,
    args: { type: 'dataset', storageId: 'data1', name: 'costs' },
    answers: {
      'GET /v2/datasets/data1': data(storage),
      'PUT /v2/datasets/data1': data(storage),
    },
  },
]
