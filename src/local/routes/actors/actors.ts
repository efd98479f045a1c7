import { describeActor, describeActorShort } from '../../actors/api-objects.ts'
import { prepareInput } from '../../actors/run-input.ts'
import { describeTags } from '../../builds/build.ts'
import { data, json } from '../../http/reply.ts'
import { MAX_INFLATED_BYTES, readBody } from '../../http/request-body.ts'
import type { Route } from '../../http/router.ts'
import { paginate } from '../../page.ts'
import { startActor } from '../runs/run-start.ts'
import { listRuns, startAndWait } from '../runs/runs.ts'
import { countsOf } from './actor-counts.ts'

export const actorRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/actors',
    handler: async ({ query }, services) => {
      const all = await services.actors.list()
      all.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
      const page = paginate(all, query.page())
      const items = page.items.map(async (actor) =>
        describeActorShort(actor, await countsOf(actor.id, services)),
      )
      return data({ ...page, items: await Promise.all(items) })
    },
  },
  {
    method: 'GET',
    path: '/v2/actors/:actorId',
    handler: async ({ param }, services) => {
      const actor = await services.actors.get(param('actorId'))
      const tags = describeTags(await services.builds.tagsOf(actor))
      return data(describeActor(actor, await countsOf(actor.id, services), tags))
    },
  },
  {
    method: 'GET',
    path: '/v2/actors/:actorId/runs',
    handler: async ({ param, query }, { actors, runs }) => {
      const { id } = await actors.get(param('actorId'))
      return listRuns(query, runs.lists, { actId: id })
    },
  },
  {
    method: 'POST',
    path: '/v2/actors/:actorId/validate-input',
    handler: async ({ param, query, message }, { actors, builds }) => {
      const named = await actors.get(param('actorId'))
      const actor = await builds.actorAt(named, query.text('build'))
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
