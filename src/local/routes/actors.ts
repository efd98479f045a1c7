import { describeActor, describeActorShort } from '../actor-objects.ts'
import { checkBuild } from '../actors.ts'
import { MAX_INFLATED_BYTES, readBody } from '../http/body.ts'
import { invalidValue } from '../http/errors.ts'
import { paginate, type Query } from '../http/query.ts'
import { created, data, json } from '../http/reply.ts'
import { prepareInput } from '../input.ts'
import type { Route } from '../router.ts'
import type { RunOptions } from '../runs/model.ts'
import { listRuns, MAX_WAIT_SECS } from './runs.ts'

export const actorRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/actors',
    handler: async ({ query }, { actors, runs }) => {
      const [all, allRuns] = [await actors.list(), await runs.list()]
      all.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
      const items = all.map((actor) => describeActorShort(actor, allRuns))
      return data(paginate(items, query.page()))
    },
  },
  {
    method: 'GET',
    path: '/v2/actors/:actorId',
    handler: async ({ param }, { actors, runs }) =>
      data(describeActor(await actors.get(param('actorId')), await runs.list())),
  },
  {
    method: 'GET',
    path: '/v2/actors/:actorId/runs',
    handler: async ({ param, query }, { actors, runs }) => {
      const { id } = await actors.get(param('actorId'))
      return listRuns(
        query,
        (await runs.list()).filter(({ actId }) => actId === id),
      )
    },
  },
  {
    method: 'POST',
    path: '/v2/actors/:actorId/validate-input',
    handler: async ({ param, query, message }, { actors }) => {
      const actor = await actors.get(param('actorId'))
      checkBuild(actor, query.text('build'))
      const body = await readBody(message, MAX_INFLATED_BYTES)
      prepareInput(actor.inputSchema, body, 'application/json')
      return json({ valid: true })
    },
  },
  {
    method: 'POST',
    path: '/v2/actors/:actorId/runs',
    handler: async ({ param, query, message, signal }, { actors, runs }) => {
      const actor = await actors.get(param('actorId'))
      const options = readOptions(query)
      const waitSecs = query.integer('waitForFinish', 0, MAX_WAIT_SECS) ?? 0
      checkBuild(actor, options.build)
      const body = await readBody(message, MAX_INFLATED_BYTES)
      const input = prepareInput(actor.inputSchema, body, message.headers['content-type'] ?? '')
      const userAgent = message.headers['user-agent']
      const { id } = await runs.start(actor, { input, options, userAgent })
      const run = await runs.waitForFinish(id, waitSecs, signal)
      return created(run, `/v2/actor-runs/${id}`)
    },
  },
]

/** The options that the query names. A run may use more memory than it says: it is not enforced. */
function readOptions(query: Query): Partial<RunOptions> {
  const memoryMbytes = query.integer('memory', 128, 32768)
  if (memoryMbytes !== undefined && !Number.isInteger(Math.log2(memoryMbytes))) {
    throw invalidValue('The query parameter "memory" must be a power of 2, such as 1024.')
  }
  const chosen = {
    memoryMbytes,
    diskMbytes: memoryMbytes && memoryMbytes * 2,
    timeoutSecs: query.integer('timeout', 0),
    maxItems: query.integer('maxItems', 0),
    maxTotalChargeUsd: query.number('maxTotalChargeUsd', 0),
    build: query.text('build'),
  }
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
}
