import { describeActor, describeActorShort } from '../../actors/api-objects.ts'
import { checkBuild } from '../../actors/registry.ts'
import { prepareInput } from '../../actors/run-input.ts'
import { paginate } from '../../http/query.ts'
import { data, json } from '../../http/reply.ts'
import { MAX_INFLATED_BYTES, readBody } from '../../http/request-body.ts'
import type { Route } from '../../http/router.ts'
import { startActor } from '../runs/run-start.ts'
import { listRuns, startAndWait } from '../runs/runs.ts'

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
      const input = await prepareInput(actor.inputSchema, body, 'application/json')
      const notes = [...(input?.notes ?? []), ...notesOfParts(input?.undescribed ?? [])]
      return json({ valid: true, ...(notes.length > 0 && { notes }) })
    },
  },
  {
    method: 'POST',
    path: '/v2/actors/:actorId/runs',
    handler: (request, services) => startAndWait(startActor, request, services),
  },
]

/** Says what is inside of parts of an input is not checked. The log of a run does not, as it is no news. */
function notesOfParts(parts: string[]): string[] {
  if (parts.length === 0) return []
  const names = parts.map((path) => `input.${path}`).join(', ')
  return [`The input schema does not describe what is inside of ${names}, so that is not checked.`]
}
