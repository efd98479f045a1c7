import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { credibleTotal, nextOffset } from '../../src/budget/row-page.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { actorId, limit, next, note, notes, position } from '../support/arguments.ts'
import { incompleteNote } from '../support/incomplete-note.ts'
import { actorNameOf } from '../support/run/actor-name.ts'

export default defineTool({
  name: 'list_builds',
  title: 'List builds',
  description: 'Lists builds of the account or of one Actor, newest first.',
  toolset: 'develop',
  annotations: READ,
  input: z.strictObject({
    actorId: actorId.optional(),
    limit: limit.default(20),
    offset: position.default(0),
  }),
  output: z.object({ builds: z.array(z.unknown()), total: z.number().optional(), next, note }),
  async handler(query, { apify, settings }) {
    const [{ builds, total }, names] = await Promise.all([
      apify.listBuilds(query),
      query.actorId === undefined ? apify.actorNames() : undefined,
    ])
    const ofAll = names ? undefined : await actorNameOf(builds[0] ?? {}, apify, query.actorId)
    // A link would take a third of each row; `get_build` has it.
    const rows = builds.map(({ consoleUrl: _, buildId, actorId, ...build }) => {
      const actorName = ofAll ?? names?.get(actorId ?? '')
      return { buildId, actorId, actorName, ...build }
    })
    return fitPage(rows, settings.maxResultTokens, (fitted) => ({
      builds: fitted.rows,
      total: credibleTotal(total, rows.length && query.offset + rows.length),
      next: nextOffset(query, { rowsRead: rows.length, rowsUsed: fitted.rowsUsed }, total),
      note: notes(
        rows.length === 0 && query.offset === 0 && 'The list is empty: there is no such build.',
        incompleteNote(rows.slice(0, fitted.rowsUsed), 'buildId'),
      ),
    }))
  },
})
