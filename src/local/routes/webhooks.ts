import { readJsonAs } from '../http/json-body.ts'
import type { Query } from '../http/query.ts'
import { created, data, noContent } from '../http/reply.ts'
import { mount, type ResourceRoute, type Route } from '../http/router.ts'
import { paginate } from '../page.ts'
import type { Services } from '../services.ts'
import { type Dispatch, describeDispatch } from '../webhooks/dispatch.ts'
import {
  type Condition,
  describeWebhook,
  describeWebhookShort,
  newWebhook,
  type Webhook,
  webhookChange,
} from '../webhooks/webhook.ts'

const rows: ResourceRoute<Webhook>[] = [
  { method: 'GET', path: '', handler: (webhook) => data(describeWebhook(webhook)) },
  {
    method: 'PUT',
    path: '',
    handler: async ({ id }, { message }, services) => {
      const change = await readJsonAs(webhookChange, message)
      const condition = change.condition && (await withIds(change.condition, services))
      return data(describeWebhook(await services.webhooks.update(id, { ...change, condition })))
    },
  },
  {
    method: 'DELETE',
    path: '',
    handler: async ({ id }, _request, { webhooks }) => {
      await webhooks.delete(id)
      return noContent()
    },
  },
  {
    method: 'POST',
    path: '/test',
    handler: async (webhook, _request, { dispatcher }) => {
      const event = { type: 'TEST', data: null, resource: null } as const
      return data(describeDispatch(await dispatcher.dispatch(webhook, event), webhook), 201)
    },
  },
  {
    method: 'GET',
    path: '/dispatches',
    handler: async ({ id }, { query }, services) =>
      listDispatches(await services.dispatcher.list(id), query, services),
  },
]

export const webhookRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/webhooks',
    handler: async ({ query }, { webhooks }) => listWebhooks(await webhooks.list(), query),
  },
  {
    method: 'POST',
    path: '/v2/webhooks',
    handler: async ({ message }, services) => {
      const given = await readJsonAs(newWebhook, message)
      const condition = await withIds(given.condition, services)
      const webhook = await services.webhooks.create({ ...given, condition })
      return created(describeWebhook(webhook), `${services.baseUrl}/v2/webhooks/${webhook.id}`)
    },
  },
  ...mount(
    '/v2/webhooks/:webhookId',
    ({ param }, { webhooks }) => webhooks.get(param('webhookId')),
    rows,
  ),
  {
    method: 'GET',
    path: '/v2/actors/:actorId/webhooks',
    handler: async ({ param, query }, { actors, webhooks }) => {
      const { id } = await actors.get(param('actorId'))
      const all = await webhooks.list()
      return listWebhooks(
        all.filter(({ condition }) => condition.actorId === id),
        query,
      )
    },
  },
  {
    method: 'GET',
    path: '/v2/actor-tasks/:actorTaskId/webhooks',
    handler: async ({ param, query }, { tasks, webhooks }) => {
      const { id } = await tasks.get(param('actorTaskId'))
      const all = await webhooks.list()
      return listWebhooks(
        all.filter(({ condition }) => condition.actorTaskId === id),
        query,
      )
    },
  },
  {
    method: 'GET',
    path: '/v2/webhook-dispatches',
    handler: async ({ query }, services) =>
      listDispatches(await services.dispatcher.list(), query, services),
  },
  {
    method: 'GET',
    path: '/v2/webhook-dispatches/:dispatchId',
    handler: async ({ param }, { dispatcher, webhooks }) => {
      const found = await dispatcher.get(param('dispatchId'))
      return data(describeDispatch(found, await webhooks.find(found.webhookId)))
    },
  },
]

function listWebhooks(all: Webhook[], query: Query) {
  const page = paginate(all, query.page())
  return data({ ...page, items: page.items.map(describeWebhookShort) })
}

async function listDispatches(all: Dispatch[], query: Query, { webhooks }: Services) {
  const page = paginate(all, query.page())
  const items = page.items.map(async (one) =>
    describeDispatch(one, await webhooks.find(one.webhookId)),
  )
  return data({ ...page, items: await Promise.all(items) })
}

/**
 * Returns a condition with the ids of the Actor and the task that it names.
 * @throws {ApiError} 404 `record-not-found`
 */
async function withIds(condition: Condition, services: Services): Promise<Condition> {
  const { actorId, actorTaskId, actorRunId } = condition
  const { actors, tasks, runs } = services
  return {
    ...(actorId && { actorId: (await actors.get(actorId)).id }),
    ...(actorTaskId && { actorTaskId: (await tasks.get(actorTaskId)).id }),
    ...(actorRunId && { actorRunId: (await runs.get(actorRunId)).id }),
  }
}
