import type { z } from 'zod'
import type { Tool } from '../../src/tool-call/tool.ts'
import getActor from '../../tools/actors/get_actor.ts'
import searchActors from '../../tools/actors/search_actors.ts'
import validateInput from '../../tools/actors/validate_input.ts'
import whoami from '../../tools/actors/whoami.ts'
import getSchedule from '../../tools/automation/get_schedule.ts'
import getTask from '../../tools/automation/get_task.ts'
import getWebhook from '../../tools/automation/get_webhook.ts'
import listSchedules from '../../tools/automation/list_schedules.ts'
import listTasks from '../../tools/automation/list_tasks.ts'
import listWebhooks from '../../tools/automation/list_webhooks.ts'
import abortRun from '../../tools/runs/abort_run.ts'
import getLog from '../../tools/runs/get_log.ts'
import getRun from '../../tools/runs/get_run.ts'
import listRuns from '../../tools/runs/list_runs.ts'
import runActor from '../../tools/runs/run_actor.ts'
import runActorSync from '../../tools/runs/run_actor_sync.ts'
import createStorage from '../../tools/storage/create_storage.ts'
import getDataset from '../../tools/storage/get_dataset.ts'
import listRecords from '../../tools/storage/list_records.ts'
import listStorages from '../../tools/storage/list_storages.ts'
import type { CannedAnswer } from './canned-apify.ts'
import { SCHEDULE, TASK, WEBHOOK } from './fake-apify/automation.ts'
import { ACTOR, BUILD, ROWS, RUN, STORE_ACTOR } from './seeded-server.ts'

/** A call of a tool, and every answer of the API that it needs. */
export interface ApiCall {
  tool: Tool<z.ZodObject, z.ZodObject>
  args: Record<string, unknown>
  answers: Record<string, CannedAnswer>
}

const at = '2026-01-02T03:04:05.000Z'
export const list = (items: unknown[], more = {}) => ({
  json: { data: { total: 40, items, ...more } },
})
const data = (value: object) => ({ json: { data: value } })
const storage = {
  id: 'data1',
  name: 'prices',
  title: 'Prices',
  createdAt: at,
  modifiedAt: at,
  itemCount: 3,
  actRunId: 'run1',
  stats: { inflatedBytes: 700, storageBytes: 300 },
}
const RUNNING = { ...RUN, status: 'RUNNING' }
const items: CannedAnswer = {
  body: ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''),
  headers: { 'content-type': 'application/jsonl', 'x-apify-pagination-total': '3' },
}
const log = { body: 'INFO Start\nERROR End\n', headers: { 'content-type': 'text/plain' } }
const output = { body: '{"ok":true}', headers: { 'content-length': '11' } }

/** What a run has stored. */
export const STORED: Record<string, CannedAnswer> = {
  'GET /v2/datasets/data1/items': items,
  'GET /v2/logs/run1': log,
  'GET /v2/key-value-stores/store1/records/OUTPUT': output,
  'GET /v2/actor-runs/run1/dataset/items': items,
  'GET /v2/actor-runs/run1/key-value-store/records/OUTPUT': output,
}
/** The answer to the start of a run that ended at once. */
export const START = { 'POST /v2/actors/alice~crawler/runs': data(RUN) }
export const actorId = 'alice/crawler'

const input = {
  type: 'object',
  properties: {
    urls: { title: 'URLs', type: 'array', prefill: ['a'], items: { type: 'string', maxLength: 9 } },
  },
  required: ['urls'],
}
const GET_ACTOR = 'GET /v2/actors/alice~crawler'
const GET_BUILD = `${GET_ACTOR}/builds/default`
const unpriced = { ...ACTOR, exampleRunInput: { body: '{"depth":1}' }, pricingInfos: undefined }
const definition = { ...BUILD, inputSchema: undefined }

/** Calls of all tools that show fields of the API. */
export const API_CALLS: ApiCall[] = [
  {
    tool: whoami,
    args: {},
    answers: {
      'GET /v2/users/me': data({ id: 'u1', username: 'alice', plan: { id: 'FREE' } }),
      'GET /v2/users/me/limits': data({
        limits: { maxMonthlyUsageUsd: 300 },
        current: { monthlyUsageUsd: 43.5 },
      }),
    },
  },
  {
    tool: searchActors,
    args: { query: 'a' },
    answers: { 'GET /v2/store': list([STORE_ACTOR, STORE_ACTOR]) },
  },
  ...['readme', 'output'].map((section) => ({
    tool: getActor,
    args: { actorId, section },
    answers: { [GET_ACTOR]: data({ id: 'a' }), [GET_BUILD]: data(definition) },
  })),
  { tool: getActor, args: { actorId, section: 'pricing' }, answers: { [GET_ACTOR]: data(ACTOR) } },
  { tool: getActor, args: { actorId }, answers: { [GET_ACTOR]: data(unpriced) } },
  {
    tool: getActor,
    args: { actorId, section: 'input' },
    answers: {
      [GET_ACTOR]: data({ id: 'a' }),
      [GET_BUILD]: data({
        id: 'b',
        inputSchema: JSON.stringify(input),
        actorDefinition: { input },
      }),
    },
  },
  {
    tool: validateInput,
    args: { actorId, input: {} },
    answers: {
      [GET_BUILD]: data({ id: 'b', inputSchema: JSON.stringify(input) }),
      'POST /v2/actors/alice~crawler/validate-input': { body: '' },
    },
  },
  { tool: runActor, args: { actorId }, answers: START },
  { tool: runActorSync, args: { actorId }, answers: { ...START, ...STORED } },
  {
    tool: getRun,
    args: { runId: 'run1' },
    answers: { 'GET /v2/actor-runs/run1': data(RUN), 'GET /v2/datasets/data1': data(storage) },
  },
  { tool: listRuns, args: {}, answers: { 'GET /v2/actor-runs': list([RUN, RUNNING]) } },
  {
    tool: abortRun,
    args: { runId: 'run1' },
    answers: {
      'GET /v2/actor-runs/run1': data(RUNNING),
      'POST /v2/actor-runs/run1/abort': data(RUNNING),
    },
  },
  {
    tool: getLog,
    args: { runId: 'run1' },
    answers: { 'GET /v2/actor-runs/run1': data(RUNNING), ...STORED },
  },
  {
    tool: getDataset,
    args: { datasetId: 'data1' },
    answers: { 'GET /v2/datasets/data1': data(storage), ...STORED },
  },
  {
    tool: createStorage,
    args: { type: 'dataset', name: 'a' },
    answers: { 'POST /v2/datasets': data(storage) },
  },
  {
    tool: listStorages,
    args: { type: 'dataset' },
    answers: { 'GET /v2/datasets': list([storage, storage]) },
  },
  {
    tool: listRecords,
    args: { storeId: 'store1' },
    answers: {
      'GET /v2/key-value-stores/store1/keys': list(
        [
          { key: 'OUTPUT', size: 12 },
          { key: 'page', size: 1 },
        ],
        { isTruncated: true, nextExclusiveStartKey: 'page' },
      ),
    },
  },
  {
    tool: getTask,
    args: { taskId: 'task1' },
    answers: { 'GET /v2/actor-tasks/task1': data(TASK) },
  },
  { tool: listTasks, args: {}, answers: { 'GET /v2/actor-tasks': list([TASK, TASK]) } },
  {
    tool: getSchedule,
    args: { scheduleId: 'asdLZtadYvn4mBZmm' },
    answers: { 'GET /v2/schedules/asdLZtadYvn4mBZmm': data(SCHEDULE) },
  },
  { tool: listSchedules, args: {}, answers: { 'GET /v2/schedules': list([SCHEDULE, SCHEDULE]) } },
  {
    tool: getWebhook,
    args: { webhookId: 'webhook1' },
    answers: { 'GET /v2/webhooks/webhook1': data(WEBHOOK) },
  },
  { tool: listWebhooks, args: {}, answers: { 'GET /v2/webhooks': list([WEBHOOK, WEBHOOK]) } },
]
