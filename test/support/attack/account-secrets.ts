import { type FakeApify, startFakeApify } from '../fake-apify/apify.ts'
import { send } from '../fake-apify/reply.ts'
import { seed } from '../seeded-server.ts'
import { type Door, openServer } from './open-server.ts'

/** The secrets of an account, each in the field where the API has it. */
export const PASSWORD = 'prxpwd-9f27aa31'
const SIGNING_KEY = 'signkey-41c0de77'
const VARIABLE = 'envvalue-6b1d2e90'
const HEADER = 'hdrvalue-c3a5f118'
const IN_ADDRESS = 'adrvalue-77e0b2d4'
/** Matches each of them. */
export const ANY = new RegExp([PASSWORD, SIGNING_KEY, VARIABLE, HEADER, IN_ADDRESS].join('|'))

/** The address of a webhook, with a secret in each place. */
export const ADDRESS = `https://bob:${IN_ADDRESS}@example.com/hook/token/${IN_ADDRESS}?api_key=${IN_ADDRESS}#sig=${IN_ADDRESS}`
export const WEBHOOK = {
  id: 'hook1',
  eventTypes: ['ACTOR.RUN.FAILED'],
  condition: { actorId: 'actor1' },
  requestUrl: ADDRESS,
  headersTemplate: `{"authorization":"Bearer ${HEADER}"}`,
  payloadTemplate: '{}',
}
const STORAGE = { id: 'data1', name: 'prices', urlSigningSecretKey: SIGNING_KEY, itemCount: 3 }
const VERSION = { versionNumber: '0.1', envVars: [{ name: 'KEY', value: VARIABLE }] }
const ACTOR = { id: 'actor1', name: 'crawler', username: 'alice', versions: [VERSION] }
const DISPATCH = {
  id: 'dispatch1',
  webhookId: 'hook1',
  webhook: { requestUrl: ADDRESS, headersTemplate: WEBHOOK.headersTemplate },
  calls: [{ errorMessage: `POST ${ADDRESS} failed`, responseStatus: 500 }],
}
export const list = (one: object) => ({ total: 1, offset: 0, limit: 1, count: 1, items: [one] })

/** What the API answers, with secrets. */
export const ANSWERS: Record<string, object> = {
  '/v2/users/me': { id: 'user1', username: 'alice', proxy: { password: PASSWORD, groups: [] } },
  '/v2/datasets': list(STORAGE),
  '/v2/datasets/data1': STORAGE,
  '/v2/actor-runs/run1/dataset': STORAGE,
  '/v2/key-value-stores': list(STORAGE),
  '/v2/key-value-stores/store1': STORAGE,
  '/v2/actor-runs/run1/key-value-store': STORAGE,
  '/v2/request-queues': list(STORAGE),
  '/v2/request-queues/queue1': STORAGE,
  '/v2/actors/actor1': ACTOR,
  '/v2/actors/actor1/versions': list(VERSION),
  '/v2/actors/actor1/versions/0.1': VERSION,
  '/v2/actors/actor1/webhooks': list(WEBHOOK),
  '/v2/webhooks': list(WEBHOOK),
  '/v2/webhooks/hook1': WEBHOOK,
  '/v2/webhooks/hook1/dispatches': list(DISPATCH),
  '/v2/webhook-dispatches': list(DISPATCH),
  '/v2/webhook-dispatches/dispatch1': DISPATCH,
}

/** The arguments that change the webhook. */
export const SAVE = {
  webhookId: 'hook1',
  requestUrl: ADDRESS,
  headersTemplate: `{"authorization":"Bearer ${HEADER}"}`,
}
/** A call of each tool that reads what has secrets, or changes it. */
export const CALLS: [tool: string, args: object][] = [
  ['whoami', {}],
  ['list_storages', { type: 'dataset' }],
  ['get_dataset', { datasetId: 'data1' }],
  ['list_records', { storeId: 'store1' }],
  ['get_request_queue', { queueId: 'queue1' }],
  ['get_actor', { actorId: 'actor1' }],
  ['list_webhooks', {}],
  ['get_webhook', { webhookId: 'hook1' }],
  ['list_webhook_dispatches', { webhookId: 'hook1' }],
  ['save_webhook', SAVE],
  ['delete_webhook', { webhookId: 'hook1' }],
]

/** Seeds an API whose answers have secrets. */
export async function seedSecrets(): Promise<FakeApify> {
  const fake = await seed(await startFakeApify())
  for (const [path, data] of Object.entries(ANSWERS))
    fake.on(`GET ${path}`, (_, response) => send(response, 200, data))
  fake.on('PUT /v2/webhooks/hook1', (_, response) => send(response, 200, WEBHOOK))
  return fake
}

/** Opens a server with all tools. */
export const openAll = async (door: Door, fake: FakeApify, ...args: string[]) =>
  openServer(door, { fake, args: ['--tools=all', ...args] })
