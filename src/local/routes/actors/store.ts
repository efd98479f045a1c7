import { describeForAgent, describeStoreItem } from '../../actors/api-objects.ts'
import type { Actor } from '../../actors/project.ts'
import { invalidValue } from '../../api-error.ts'
import type { Query } from '../../http/query.ts'
import { data } from '../../http/reply.ts'
import type { Route } from '../../http/router.ts'
import { USERNAME } from '../../ids.ts'
import { paginate } from '../../page.ts'
import { countsOf } from './actor-counts.ts'

const SORTS = ['relevance', 'popularity', 'newest', 'lastUpdate']

export const storeRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/store',
    handler: async ({ query }, services) => {
      const found = sort(filter(await services.actors.list(), query), query)
      const isForAgent = query.choice('responseFormat', ['full', 'agent']) === 'agent'
      const page = paginate(found, { ...query.page(), desc: false })
      const items = page.items.map(async (actor) => {
        const stats = await countsOf(actor.id, services)
        return isForAgent
          ? describeForAgent(actor, stats)
          : describeStoreItem(actor, stats, services.baseUrl)
      })
      return data({ ...page, items: await Promise.all(items) })
    },
  },
]

function filter(actors: Actor[], query: Query): Actor[] {
  const category = query.text('category')?.toLowerCase()
  const username = query.text('username')
  const pricing = query.text('pricingModel')
  if ((username && username !== USERNAME) || (pricing && pricing !== 'FREE')) return []
  const words = wordsOf(query)
  return actors.filter(
    (actor) =>
      (!category || actor.categories.some((own) => own.toLowerCase() === category)) &&
      words.every((word) => textOf(actor).includes(word)),
  )
}

/** Sorts Actors. Relevance is how many of the words are in the name or title. */
function sort(actors: Actor[], query: Query): Actor[] {
  const by = query.choice('sortBy', SORTS) ?? 'relevance'
  if (by === 'newest') return actors.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  if (by === 'lastUpdate') return actors.sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt))
  const words = wordsOf(query)
  const score = ({ name, title }: Actor) =>
    words.filter((word) => `${name} ${title}`.toLowerCase().includes(word)).length
  return actors.sort((a, b) => score(b) - score(a))
}

function wordsOf(query: Query): string[] {
  const search = query.text('search') ?? ''
  if (search.length > 1000) throw invalidValue('The query parameter "search" is too long.')
  return search
    .toLowerCase()
    .split(/[\s/~]+/)
    .filter(Boolean)
}

function textOf({ name, title, description, readme }: Actor): string {
  return [USERNAME, name, title, description, readme].join(' ').toLowerCase()
}
