import { Readable } from 'node:stream'
import { describeBuild, describeBuildShort } from '../../actors/api-objects.ts'
import type { Actor } from '../../actors/project.ts'
import type { Query } from '../../http/query.ts'
import { data, type Reply, stream } from '../../http/reply.ts'
import { mount, type ResourceRoute, type Route } from '../../http/router.ts'
import { paginate } from '../../page.ts'

/** An Actor represents its only build, which is always finished. */
const rows: ResourceRoute<Actor>[] = [
  { method: 'GET', path: '', handler: (actor) => data(describeBuild(actor)) },
]

const logRows: ResourceRoute<Actor>[] = [{ method: 'GET', path: '', handler: buildLog }]

export const buildRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/actors/:actorId/builds',
    handler: async ({ param, query }, { actors }) =>
      listBuilds([await actors.get(param('actorId'))], query),
  },
  {
    method: 'GET',
    path: '/v2/actor-builds',
    handler: async ({ query }, { actors }) => listBuilds(await actors.list(), query),
  },
  ...mount(
    '/v2/actors/:actorId/builds/default',
    ({ param }, { actors }) => actors.get(param('actorId')),
    rows,
  ),
  ...mount(
    '/v2/actors/:actorId/builds/:buildId',
    ({ param }, { actors }) => actors.getByBuild(param('buildId')),
    rows,
  ),
  ...mount(
    '/v2/actor-builds/:buildId',
    ({ param }, { actors }) => actors.getByBuild(param('buildId')),
    [...rows, ...logRows.map((row) => ({ ...row, path: '/log' }))],
  ),
]

function listBuilds(actors: Actor[], query: Query): Reply {
  const builds = actors.map(describeBuildShort)
  builds.sort((a, b) => a.startedAt.localeCompare(b.startedAt))
  return data(paginate(builds, query.page()))
}

/** Returns a log that says that there is no build step. */
export function buildLog({ folder, modifiedAt }: Actor): Reply {
  const line = `${modifiedAt} There is no build step here: the Actor runs from ${folder}.\n`
  return stream(Readable.from([line]), { 'content-type': 'text/plain; charset=utf-8' })
}
