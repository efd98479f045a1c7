import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { actorId, limit, next, note, position } from '../support/arguments.ts'
import { listPage } from '../support/list-page.ts'
import { actorNameOf } from '../support/run/actor-name.ts'

export default defineTool({
  name: 'list_builds',
  title: 'List builds',
  description: 'Lists builds of the account or of one Actor, newest first.',
  purpose: 'List builds',
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
    const list = {
      rows,
      total,
      idField: 'buildId',
      emptyNote: 'The list is empty: there is no such build.',
    }
    return listPage(list, query, settings, (builds, parts) => ({ builds, ...parts }))
  },
})
