import { describeActor } from '../actors.ts'
import { MAX_INFLATED_BYTES, readBody } from '../http/body.ts'
import { invalidValue } from '../http/errors.ts'
import { paginate, type Query } from '../http/query.ts'
import { created, data } from '../http/reply.ts'
import { prepareInput } from '../input.ts'
import type { Route } from '../router.ts'
import type { RunOptions } from '../runs/model.ts'
import { listRuns, MAX_WAIT_SECS } from './runs.ts'

export const actorRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/actors',
    handler: async ({ query }, { actors }) => {
      const all = (await actors.list()).map(describeActor)
      const items = all.sort((a, b) => a.createdAt.localeCompare(b.createdAt)).map(toShort)
      return data(paginate(items, query.page()))
    },
  },
  {
    method: 'GET',
    path: '/v2/actors/:actorId',
    handler: async ({ param }, { actors }) =>
      data(describeActor(await actors.get(param('actorId')))),
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
    path: '/v2/actors/:actorId/runs',
    handler: async ({ param, query, message, signal }, { actors, runs }) => {
      const actor = await actors.get(param('actorId'))
      const options = readOptions(query)
      const waitSecs = query.integer('waitForFinish', 0, MAX_WAIT_SECS) ?? 0
      checkBuild(options.build, actor.buildNumber)
      const body = await readBody(message, MAX_INFLATED_BYTES)
      const input = prepareInput(actor.inputSchema, body, message.headers['content-type'] ?? '')
      const userAgent = message.headers['user-agent']
      const { id } = await runs.start(actor, { input, options, userAgent })
      const run = await runs.waitForFinish(id, waitSecs, signal)
      return created(run, `/v2/actor-runs/${id}`)
    },
  },
]

/** The API's ActorShort object, for listings. */
function toShort(actor: ReturnType<typeof describeActor>) {
  const { id, createdAt, modifiedAt, name, username, title, stats } = actor
  return { id, createdAt, modifiedAt, name, username, title: title ?? name, stats }
}

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

/** There is one build of each Actor: its folder as it is now. */
function checkBuild(build: string | undefined, buildNumber: string): void {
  if (build === undefined || ['latest', buildNumber].includes(build)) return
  const choices = `"latest" or "${buildNumber}"`
  throw invalidValue(`There is no build "${build.slice(0, 50)}" of this Actor. Use ${choices}.`)
}
