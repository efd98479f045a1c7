import { z } from 'zod'
import type { ApiStoreActor } from '../../src/apify/types/actor-types.ts'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { nextOffset, truncationNote } from '../../src/budget/row-page.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, notes, offset } from '../support/arguments.ts'
import { priceInWords } from '../support/pricing.ts'
import { oneLine } from '../support/text/one-line.ts'

export default defineTool({
  name: 'search_actors',
  title: 'Search Actors',
  description:
    'Searches Apify Store (on the local platform: installed Actors) and returns `actorId`, purpose, price, users, rating. Use it to find an Actor for a task, then `get_actor` for its input.',
  toolset: 'actors',
  annotations: READ,
  input: z.strictObject({
    query: z.string().max(500).describe('A few words, such as `google maps`'),
    category: z.string().describe('Such as `AI` or `ECOMMERCE`').optional(),
    limit: z.int().min(1).max(100).default(10),
    offset,
  }),
  output: z.object({
    actors: z.array(z.unknown()),
    total: z.number().optional(),
    next: z.object({ offset: z.number() }).optional(),
    note,
  }),
  async handler({ query, offset, ...rest }, { apify, settings }) {
    const page = await apify.searchStore({ search: query, offset, ...rest })
    const found = page.items.map((actor) => actorSummary(actor, settings.mode === 'local'))
    const total = page.total ?? undefined
    const range = { offset, limit: rest.limit }
    return fitPage(found, settings.maxResultTokens, (fitted) => ({
      actors: fitted.rows,
      total,
      next: nextOffset(range, { rowsRead: found.length, taken: fitted.rowsUsed }, total),
      note: notes(
        found.length === 0 && offset === 0 && 'No Actor matches. Try fewer or different words.',
        truncationNote(fitted, '`get_actor` shows an Actor in full'),
      ),
    }))
  },
})

function actorSummary(actor: ApiStoreActor, local: boolean): object {
  const { username, name, title, description, notice, stats } = actor
  const rating = actor.actorReviewRating ?? stats?.actorReviewRating
  return {
    actorId: `${username}/${name}`,
    title: oneLine(title, 100),
    description: oneLine(description, 200),
    price: local ? 'free' : priceInWords(actor.currentPricingInfo),
    users: stats?.totalUsers ?? undefined,
    rating: rating ? Math.round(rating * 10) / 10 : undefined,
    notice: notice && notice !== 'NONE' ? oneLine(notice, 60) : undefined,
  }
}
