import { send, sendError, sendNotFound } from './reply.ts'
import type { FakeRequest, Handler } from './server.ts'

type Saved = { id: string } & Record<string, unknown>

/** Tasks, schedules and webhooks by id, oldest first, and the webhooks by their keys. */
export interface Automation {
  tasks: Map<string, Saved>
  schedules: Map<string, Saved>
  webhooks: Map<string, Saved>
  keys: Map<string, string>
}

const AT = '2026-01-02T03:04:05.000Z'
const OF_API = { userId: 'user1', createdAt: AT, modifiedAt: AT }

/** A task, a schedule and a webhook as tests find them, with what the API has beside what tools show. */
export const TASK: Saved = {
  id: 'task1',
  ...OF_API,
  actId: 'actor1',
  username: 'alice',
  name: 'nightly',
  title: 'Nightly prices',
  stats: { totalRuns: 7 },
  options: { build: 'latest', memoryMbytes: 1024, timeoutSecs: 300, restartOnError: true },
  input: { startUrls: [{ url: 'https://example.com' }], country: 'C1' },
}
export const SCHEDULE: Saved = {
  id: 'schedule1',
  ...OF_API,
  name: 'mornings',
  title: null,
  description: '',
  cronExpression: '0 8 1 1 *',
  timezone: 'Europe/Prague',
  isEnabled: true,
  isExclusive: true,
  nextRunAt: '2027-01-01T07:00:00.000Z',
  lastRunAt: null,
  notifications: { email: true },
  actions: [
    {
      id: 'action1',
      type: 'RUN_ACTOR',
      actorId: 'actor1',
      runInput: { body: '{"depth":2}', contentType: 'application/json; charset=utf-8' },
      runOptions: { build: 'latest', memoryMbytes: 512, timeoutSecs: 60, restartOnError: false },
    },
  ],
}
export const WEBHOOK: Saved = {
  id: 'webhook1',
  ...OF_API,
  isAdHoc: false,
  shouldInterpolateStrings: false,
  eventTypes: ['ACTOR.RUN.SUCCEEDED'],
  condition: { actorId: 'actor1' },
  ignoreSslErrors: false,
  doNotRetry: false,
  requestUrl: 'https://example.com/hook?token=url-secret&a=1',
  payloadTemplate: '{"resource":{{resource}}}',
  headersTemplate: '{"Authorization":"Bearer header-secret"}',
  description: null,
  lastDispatch: { status: 'SUCCEEDED', finishedAt: AT },
  stats: { totalDispatches: 3 },
}

type On = (pattern: string, handler: Handler) => void

/** Adds the routes of tasks, schedules and webhooks. */
export function serveAutomation(on: On): Automation {
  const saved: Automation = {
    tasks: new Map(),
    schedules: new Map(),
    webhooks: new Map(),
    keys: new Map(),
  }
  serve(on, 'actor-tasks', saved.tasks, { what: 'Actor task', takesNames: true, isNamed: true })
  serve(on, 'schedules', saved.schedules, { what: 'Schedule', takesNames: false, isNamed: true })
  serve(on, 'webhooks', saved.webhooks, { what: 'Webhook', takesNames: false, isNamed: false })
  on('POST /v2/webhooks', (request, response) => {
    const { idempotencyKey } = bodyOf(request)
    const known = saved.webhooks.get(saved.keys.get(String(idempotencyKey)) ?? '')
    if (known) return send(response, 200, known)
    saved.keys.set(String(idempotencyKey), `webhooks-${saved.webhooks.size}`)
    return 'pass'
  })
  return saved
}

interface Kind {
  what: string
  /** Whether a path may have the name in place of the id. */
  takesNames: boolean
  /** Whether names are unique. */
  isNamed: boolean
}

function serve(on: On, collection: string, all: Map<string, Saved>, kind: Kind): void {
  const find = ({ params: { id = '' } }: FakeRequest) =>
    all.get(id) ??
    (kind.takesNames
      ? [...all.values()].find(({ name }) => name === id || `alice~${name}` === id)
      : undefined)
  const isTaken = ({ name }: Record<string, unknown>, own?: Saved) =>
    kind.isNamed && [...all.values()].some((one) => one.name === name && one !== own)
  const taken: Handler = (_, response) =>
    sendError(response, 409, 'name-not-unique', `A ${kind.what} of that name exists already.`)

  on(`GET /v2/${collection}`, ({ query }, response) => {
    const shown = [...all.values()]
    if (query.desc === 'true') shown.reverse()
    const offset = Number(query.offset ?? 0)
    const items = shown.slice(offset, offset + Number(query.limit ?? 1000))
    return send(response, 200, { total: all.size, offset, count: items.length, items })
  })
  on(`POST /v2/${collection}`, (request, response) => {
    const body = bodyOf(request)
    if (isTaken(body)) return taken(request, response)
    const { idempotencyKey: _, ...fields } = body
    const created = { id: `${collection}-${all.size}`, ...OF_API, ...fields }
    all.set(created.id, created)
    return send(response, 201, created)
  })
  on(`GET /v2/${collection}/:id`, (request, response) => {
    const found = find(request)
    return found ? send(response, 200, found) : sendNotFound(response, kind.what)
  })
  on(`PUT /v2/${collection}/:id`, (request, response) => {
    const found = find(request)
    if (!found) return sendNotFound(response, kind.what)
    const body = bodyOf(request)
    if (body.name !== undefined && isTaken(body, found)) return taken(request, response)
    const changed = { ...found, ...body }
    all.set(found.id, changed)
    return send(response, 200, changed)
  })
  on(`DELETE /v2/${collection}/:id`, (request, response) => {
    const found = find(request)
    if (!found) return sendNotFound(response, kind.what)
    all.delete(found.id)
    response.writeHead(204).end()
    return undefined
  })
}

function bodyOf({ body }: FakeRequest): Record<string, unknown> {
  return JSON.parse(body.toString())
}
