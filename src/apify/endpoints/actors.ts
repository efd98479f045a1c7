import type { z } from 'zod'
import { plainEscapes } from '../../exit/plain-escapes.ts'
import type { Redactor } from '../../exit/redact.ts'
import { isAnswer, type Requester, undefinedOnStatus } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import {
  type ApiStoreActor,
  apiActor,
  apiBuild,
  apiStorePage,
  type StorePage,
  type StoreQuery,
} from '../types/actor-types.ts'
import type { FindNamed } from './find-named.ts'

const actorPath = (actorId: string) => `/v2/actors/${resourceId('actorId', actorId)}`

/** Returns the endpoints that find Actors and describe how to use them. */
export function actorEndpoints(requester: Requester, named: FindNamed) {
  return {
    /**
     * GET /v2/store, in the full format. `responseFormat=agent` is smaller but has no prices, and
     * the tools shorten what an agent sees anyway. Actors that match only by a secret are left out.
     */
    async searchStore(query: StoreQuery): Promise<StorePage> {
      const page = await requester.storedData(apiStorePage, {
        method: 'GET',
        path: '/v2/store',
        query: { ...query },
        resource: { kind: 'Store' },
      })
      const items = shownActors(page.items, query.search, requester.redactor)
      return { ...page, items, hidden: page.items.length - items.length }
    },

    /** GET /v2/actors/:id */
    async getActor(actorId: string): Promise<z.output<typeof apiActor>> {
      const resource = { kind: 'Actor', id: actorId } as const
      const actor = await named.find(resource, (id) =>
        requester.data(apiActor, { method: 'GET', path: actorPath(id), resource }),
      )
      const body = jsonInside(actor.exampleRunInput?.body, requester.redactor)
      return { ...actor, ...(body && { exampleRunInput: { body } }) }
    },

    /** GET /v2/actors/:id/builds/default; undefined if the Actor was never built. */
    async findDefaultBuild(actorId: string): Promise<z.output<typeof apiBuild> | undefined> {
      const resource = { kind: 'Actor', id: actorId } as const
      const build = await named
        .findQuietly(resource, (id) => {
          const path = `${actorPath(id)}/builds/default`
          return requester.data(apiBuild, { method: 'GET', path, resource })
        })
        .catch(undefinedOnStatus(404))
      return build && { ...build, inputSchema: jsonInside(build.inputSchema, requester.redactor) }
    },

    /**
     * POST /v2/actors/:id/validate-input, which responds 400 if the input is invalid.
     * @param build its tag or number; the default one if undefined
     * @returns the platform's message about an invalid input; undefined if it is valid
     * @throws {ApiFailure} for any other error
     */
    findInputError(actorId: string, input: object, build?: string): Promise<string | undefined> {
      return inputError(requester, named, { actorId, input, build })
    },
  }
}

/** Returns Actors without secrets. One that holds a secret must match without it too. */
function shownActors(actors: ApiStoreActor[], search: string, redactor: Redactor): ApiStoreActor[] {
  const words = search.toLowerCase().split(/\s+/)
  return actors.flatMap((actor) => {
    const shown = redactor.value(actor)
    if (shown === actor) return [actor]
    const text = JSON.stringify(shown).toLowerCase()
    return words.every((word) => text.includes(word)) ? [shown] : []
  })
}

async function inputError(
  requester: Requester,
  named: FindNamed,
  { actorId, input, build }: { actorId: string; input: object; build: string | undefined },
): Promise<string | undefined> {
  const resource = { kind: 'Actor', id: actorId } as const
  try {
    await named.find(resource, (id) =>
      requester.done({
        method: 'POST',
        path: `${actorPath(id)}/validate-input`,
        query: { build },
        body: Buffer.from(JSON.stringify(input)),
        contentType: 'application/json',
        resource,
      }),
    )
    return undefined
  } catch (error) {
    if (isAnswer(error, 400)) return error.apiMessage ?? ''
    throw error
  }
}

/** Returns JSON that is text in an answer without secrets: it has escapes of its own. */
function jsonInside(json: string | null | undefined, redactor: Redactor) {
  return json?.includes('\\') ? redactor.text(plainEscapes(json)) : json
}
