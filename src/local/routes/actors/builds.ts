import { Readable } from 'node:stream'
import { type Build, describeBuild, describeBuildShort } from '../../builds/build.ts'
import { openApiOf } from '../../builds/openapi.ts'
import type { Query } from '../../http/query.ts'
import { created, data, json, noContent, type Reply, stream } from '../../http/reply.ts'
import { type ApiRequest, mount, type ResourceRoute, type Route } from '../../http/router.ts'
import { paginate } from '../../page.ts'
import type { Services } from '../../services.ts'
import { readBuildRequest } from './build-request.ts'

/** A build is finished when it is answered, so there is nothing to wait for or to abort. */
const readRows: ResourceRoute<Build>[] = [
  { method: 'GET', path: '', handler: (build) => data(describeBuild(build)) },
]

const openApiRow: ResourceRoute<Build> = {
  method: 'GET',
  path: '/openapi.json',
  handler: async (build, _request, { actors, baseUrl }) =>
    json(openApiOf(build, await actors.get(build.actId), baseUrl)),
}

const abortRow: ResourceRoute<Build> = {
  method: 'POST',
  path: '/abort',
  handler: (build) => data(describeBuild(build)),
}

const ownRows: ResourceRoute<Build>[] = [
  ...readRows,
  { method: 'GET', path: '/log', handler: buildLog },
  openApiRow,
  abortRow,
  {
    method: 'DELETE',
    path: '',
    handler: async (build, _request, { builds }) => {
      await builds.delete(build)
      return noContent()
    },
  },
]

export const buildRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/actors/:actorId/builds',
    handler: async ({ param, query }, { actors, builds }) => {
      const { id } = await actors.findProject(param('actorId'))
      const offered = (await actors.list()).filter((actor) => actor.id === id)
      return listBuilds(await builds.list(offered, id), query)
    },
  },
  {
    method: 'POST',
    path: '/v2/actors/:actorId/builds',
    handler: async (request, services) => {
      const { id, folder } = await services.actors.findProject(request.param('actorId'))
      const wanted = await readBuildRequest(request, folder)
      const build = await services.builds.make(id, folder, wanted)
      return created(describeBuild(build), `${services.baseUrl}/v2/actor-builds/${build.id}`)
    },
  },
  {
    method: 'GET',
    path: '/v2/actor-builds',
    handler: async ({ query }, { actors, builds }) =>
      listBuilds(await builds.list(await actors.list()), query),
  },
  ...mount('/v2/actors/:actorId/builds/default', defaultBuild, [...readRows, openApiRow]),
  ...mount('/v2/actors/:actorId/builds/:buildId', buildById, [...readRows, openApiRow, abortRow]),
  ...mount('/v2/actor-builds/:buildId', buildById, ownRows),
]

async function defaultBuild({ param }: ApiRequest, { actors, builds }: Services): Promise<Build> {
  return builds.defaultOf(await actors.get(param('actorId')))
}

function buildById({ param }: ApiRequest, { builds }: Services): Promise<Build> {
  return builds.get(param('buildId'))
}

function listBuilds(all: Build[], query: Query): Reply {
  const page = paginate(all, query.page())
  return data({ ...page, items: page.items.map(describeBuildShort) })
}

/** Returns the log of a build. */
export function buildLog({ log }: Build): Reply {
  return stream(Readable.from([log]), { 'content-type': 'text/plain; charset=utf-8' })
}
