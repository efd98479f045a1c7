import type { MatrixTool } from '../matrix-tool.ts'

type Kind = 'tasks' | 'schedules' | 'webhooks'

/** A save creates one beside the one that there is; it is looked up, not repeated. */
const creates = (kind: Kind): MatrixTool['done'] => {
  return ({ fake }) => fake.automation[kind].size - 1
}
/** A deletion leaves none of the one that there is. */
const deletes = (kind: Kind) => ({
  done: (({ fake }) => 1 - fake.automation[kind].size) satisfies MatrixTool['done'],
  repeats: true as const,
})

const actorId = 'alice/crawler'
const input = { startUrls: [], country: 'C1' }
const task = { taskId: 'task1', name: 'nightly' }
const schedule = { scheduleId: 'schedule1', name: 'mornings' }
const webhook = { webhookId: 'webhook1', eventTypes: ['ACTOR.RUN.SUCCEEDED'] }

const TASK_ROWS: MatrixTool[] = [
  {
    tool: 'save_task',
    args: { actorId, name: 'new', input },
    main: 'POST /v2/actor-tasks',
    right: { taskId: 'actor-tasks-1', name: 'new' },
    done: creates('tasks'),
  },
  {
    tool: 'get_task',
    args: { taskId: 'task1' },
    main: 'GET /v2/actor-tasks/task1',
    right: task,
  },
  { tool: 'list_tasks', args: {}, main: 'GET /v2/actor-tasks', right: { tasks: [task], total: 1 } },
  {
    tool: 'delete_task',
    args: { taskId: 'task1' },
    main: 'DELETE /v2/actor-tasks/task1',
    right: { deleted: task },
    ...deletes('tasks'),
  },
]

const SCHEDULE_ROWS: MatrixTool[] = [
  {
    tool: 'save_schedule',
    args: { name: 'new', cronExpression: '0 8 1 1 *', actions: [{ actorId, input }] },
    main: 'POST /v2/schedules',
    right: { scheduleId: 'schedules-1', name: 'new', actions: [{ actorId: 'actor1' }] },
    done: creates('schedules'),
  },
  {
    tool: 'get_schedule',
    args: { scheduleId: 'schedule1' },
    main: 'GET /v2/schedules/schedule1',
    right: schedule,
  },
  {
    tool: 'list_schedules',
    args: {},
    main: 'GET /v2/schedules',
    right: { schedules: [schedule], total: 1 },
  },
  {
    tool: 'delete_schedule',
    args: { scheduleId: 'schedule1' },
    main: 'DELETE /v2/schedules/schedule1',
    right: { deleted: schedule },
    ...deletes('schedules'),
  },
]

const WEBHOOK_ROWS: MatrixTool[] = [
  {
    tool: 'save_webhook',
    args: { actorId, eventTypes: ['ACTOR.RUN.FAILED'], requestUrl: 'https://example.com/' },
    main: 'POST /v2/webhooks',
    right: { webhookId: 'webhooks-1', requestUrl: 'https://example.com/' },
    done: creates('webhooks'),
    // Its key tells the API that it is the same one.
    repeats: true,
  },
  {
    tool: 'get_webhook',
    args: { webhookId: 'webhook1' },
    main: 'GET /v2/webhooks/webhook1',
    right: webhook,
  },
  {
    tool: 'list_webhooks',
    args: {},
    main: 'GET /v2/webhooks',
    right: { webhooks: [webhook], total: 1 },
  },
  {
    tool: 'delete_webhook',
    args: { webhookId: 'webhook1' },
    main: 'DELETE /v2/webhooks/webhook1',
    right: { deleted: webhook },
    ...deletes('webhooks'),
  },
]

export const AUTOMATION_ROWS: MatrixTool[] = [...TASK_ROWS, ...SCHEDULE_ROWS, ...WEBHOOK_ROWS]
