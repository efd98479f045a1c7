import { describe, expect, it } from 'vitest'
import { apiStorePage } from '../../../src/apify/types/actor-types.ts'
import searchActors from '../../../tools/actors/search_actors.ts'
import { callHandler } from '../../support/call-handler.ts'

const actors = (count: number, fields = {}) =>
  Array.from({ length: count }, (_, i) => ({ username: 'alice', name: `actor${i}`, ...fields }))

async function search(
  args: { limit?: number; offset?: number },
  found: object,
  mode: 'cloud' | 'local' = 'cloud',
) {
  const apify = { searchStore: async () => apiStorePage.parse(found) }
  const settings = { mode }
  return (await callHandler(searchActors, { query: 'x', ...args }, { apify, settings })).result
}

describe('search_actors', () => {
  it('shows what helps to choose an Actor', async () => {
    const fields = {
      title: 'A\ntitle',
      description: '<b>Crawls</b> websites.',
      stats: { totalUsers: 12, actorReviewRating: 4.25 },
      notice: 'NONE',
    }
    const summary = {
      actorId: 'alice/actor0',
      title: 'A title',
      description: 'Crawls websites.',
      users: 12,
      rating: 4.3,
    }
    expect((await search({}, { items: actors(1, fields) })).actors).toEqual([
      { ...summary, price: 'free; only platform usage is charged' },
    ])
    expect((await search({}, { items: actors(1, fields) }, 'local')).actors).toEqual([
      { ...summary, price: 'free' },
    ])
  })

  it('goes on after Actors that are left out, and does not count them', async () => {
    const apify = { searchStore: async () => ({ items: actors(2), total: 9, hidden: 1 }) }
    const args = { query: 'x', limit: 3, offset: 3 }
    const { result } = await callHandler(searchActors, args, { apify: apify as never })
    expect(result).toMatchObject({ total: 8, next: { offset: 6 } })
    expect(result.actors).toHaveLength(2)
  })

  it.each([0, 4])('at offset %i, tells nothing of Actors that are all left out', async (offset) => {
    const args = { query: 'x', limit: 1, offset }
    const answers = [
      { items: [], total: 3, hidden: 1 },
      { items: [], total: 3, hidden: 0 },
      { items: [], total: 0, hidden: 0 },
    ].map((page) =>
      callHandler(searchActors, args, { apify: { searchStore: async () => page } as never }),
    )
    const [first, ...others] = (await Promise.all(answers)).map(({ result }) => result)
    for (const other of others) expect(other).toEqual(first)
  })

  it.each([
    [{ limit: 3 }, { items: actors(3), total: 9 }, { offset: 3 }],
    [{ limit: 3, offset: 6 }, { items: actors(3), total: 9 }, undefined],
    [{ limit: 3 }, { items: actors(3) }, { offset: 3 }],
    [{ limit: 3 }, { items: actors(2) }, undefined],
  ])('for %j of %j has the next offset %j', async (args, found, next) => {
    expect((await search(args, found)).next).toEqual(next)
  })

  it.each([
    [0, 'No Actor matches. Try fewer or different words.'],
    [5, undefined],
  ])('without a match at offset %i has the note %s', async (offset, note) => {
    expect(await search({ offset }, { items: [] })).toEqual({ actors: [], note })
  })
})
