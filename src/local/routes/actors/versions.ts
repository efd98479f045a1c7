import type { Actor } from '../../actors/project.ts'
import { notFound } from '../../api-error.ts'
import { data } from '../../http/reply.ts'
import type { ApiRequest, Route } from '../../http/router.ts'
import type { Services } from '../../services.ts'

/** An Actor has one version: that of its folder. */
export const versionRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/actors/:actorId/versions',
    handler: async ({ param }, { actors }) => {
      const actor = await actors.get(param('actorId'))
      return data({ total: 1, items: [describeVersion(actor)] })
    },
  },
  {
    method: 'GET',
    path: '/v2/actors/:actorId/versions/:versionNumber',
    handler: async (request, services) => data(describeVersion(await find(request, services))),
  },
  {
    method: 'GET',
    path: '/v2/actors/:actorId/versions/:versionNumber/env-vars',
    handler: async (request, services) => {
      const items = environmentOf(await find(request, services))
      return data({ total: items.length, items })
    },
  },
  {
    method: 'GET',
    path: '/v2/actors/:actorId/versions/:versionNumber/env-vars/:envVarName',
    handler: async (request, services) => {
      const all = environmentOf(await find(request, services))
      const found = all.find(({ name }) => name === request.param('envVarName'))
      if (!found) throw notFound('Environment variable')
      return data(found)
    },
  },
]

async function find({ param }: ApiRequest, { actors }: Services): Promise<Actor> {
  const actor = await actors.get(param('actorId'))
  if (actor.version !== param('versionNumber')) throw notFound('Actor version')
  return actor
}

function describeVersion(actor: Actor) {
  return {
    versionNumber: actor.version,
    // None of the API's ways to get source code: it is in the folder.
    sourceType: null,
    envVars: environmentOf(actor),
    applyEnvVarsToBuild: false,
    buildTag: actor.buildTag,
  }
}

/** Returns the variables of `actor.json`. A value that starts with @ names a secret of an account at Apify. */
function environmentOf({ environment }: Actor) {
  return Object.entries(environment).map(([name, value]) =>
    value.startsWith('@') ? { name, isSecret: true } : { name, value, isSecret: false },
  )
}
