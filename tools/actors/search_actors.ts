import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { credibleTotal, nextOffset, truncationNote } from '../../src/budget/row-page.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { storeSummary } from '../support/actor-details/store-summary.ts'
import { next, note, notes, offset } from '../support/arguments.ts'
import { incompleteNote } from '../support/incomplete-note.ts'

export default defineTool({
  name: 'search_actors',
  title: 'Search Actors',
  description:
    'Searches Apify Store (on the local platform: installed Actors) and returns `actorId`, purpose, price, users, rating. Use it to find an Actor for a task, then `get_actor` for its input.',
  purpose: 'Find Actors in Apify Store',
  toolset: 'actors',
  annotations: READ,
  view: 'actor',
  input: z.strictObject({
    query: z.string().max(500).describe('A few words, such as `google maps`'),
    category: z.string().describe('Such as `AI` or `ECOMMERCE`').optional(),
    limit: z.int().min(1).max(100).default(10),
    offset,
  }),
  output: z.object({
    actors: z.array(z.unknown()),
    total: z.number().optional(),
    next,
    note,
  }),
  async handler({ query, ...range }, { apify, settings }) {
    const { items, hidden = 0, ...page } = await apify.searchStore({ search: query, ...range })
    const found = items.map((actor) => storeSummary(actor, settings.mode))
    // Where no Actor is shown, counts would tell whether others match by a secret.
    const total = found.length > 0 ? (page.total ?? undefined) : undefined
    const rowsRead = found.length > 0 ? found.length + hidden : 0
    return fitPage(found, settings.maxResultTokens, (fitted) => ({
      actors: fitted.rows,
      total: credibleTotal(total && total - hidden, found.length && range.offset + found.length),
      next: nextOffset(
        range,
        {
          rowsRead,
          rowsUsed: fitted.rowsUsed === found.length ? rowsRead : fitted.rowsUsed,
        },
        total,
      ),
      note: notes(
        found.length === 0 &&
          range.offset === 0 &&
          'No Actor matches. Try fewer or different words.',
        incompleteNote(found.slice(0, fitted.rowsUsed), 'actorId'),
        truncationNote(fitted, '`get_actor` shows an Actor in full'),
      ),
    }))
  },
})
