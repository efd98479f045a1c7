import type { z } from 'zod'
import type { Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import { apiActorList, apiActorName } from '../types/actor-types.ts'

/** The Actors whose names one request lists: as many as one page of runs may have. */
const MAX_NAMED = 1000
/** A run is worth showing without the name of its Actor, so that is read once, in as many milliseconds. */
const NAMES_BOUNDS = { retries: 0, totalTimeoutMs: 5000 }

/** Returns the endpoints that tell what Actors are called. */
export function actorNameEndpoints(requester: Requester) {
  return {
    /** GET /v2/actors/:id: the `user/name` of an Actor; undefined if it cannot be read in time. */
    async actorName(actorId: string): Promise<string | undefined> {
      const request = {
        method: 'GET',
        path: `/v2/actors/${resourceId('actorId', actorId)}`,
        ...NAMES_BOUNDS,
      } as const
      const resource = { kind: 'Actor', id: actorId } as const
      const actor = await requester
        .data(apiActorName, { ...request, resource })
        .catch(() => undefined)
      return actor && fullName(actor)
    },

    /**
     * GET /v2/actors: each `user/name` by the ID, of the Actors that the account has made or used, those
     * that ran last. Empty if they cannot be read in time.
     */
    async actorNames(): Promise<Map<string, string>> {
      const query = { limit: MAX_NAMED, desc: true, sortBy: 'stats.lastRunStartedAt' }
      const request = { method: 'GET', path: '/v2/actors', query, ...NAMES_BOUNDS } as const
      const list = await requester
        .data(apiActorList, { ...request, resource: { kind: 'account' } })
        .catch(() => undefined)
      const named = list?.items.flatMap((actor): [string, string][] => {
        const name = fullName(actor)
        return actor.id && name ? [[actor.id, name]] : []
      })
      return new Map(named)
    },
  }
}

/** Returns the `user/name` of an Actor; undefined if the API left out a part of it. */
export function fullName({ username, name }: z.output<typeof apiActorName>): string | undefined {
  return username && name ? `${username}/${name}` : undefined
}
