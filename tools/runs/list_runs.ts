import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { credibleTotal, nextOffset } from '../../src/budget/row-page.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { actorId, limit, next, note, notes, offset } from '../support/arguments.ts'
import { incompleteNote } from '../support/incomplete-note.ts'
import { runStatus } from '../support/run/run-schemas.ts'

export default defineTool({
  name: 'list_runs',
  title: 'List runs',
  description:
    'Lists runs of the account or of one Actor, newest first: `runId`, status, times, cost, storages. Use it to find a lost `runId`; `get_run` shows one in full.',
  toolset: 'runs',
  annotations: READ,
  input: z.strictObject({
    actorId: actorId.optional(),
    status: runStatus.optional(),
    limit: limit.default(20),
    offset,
    desc: z.boolean().describe('Newest first').default(true),
  }),
  output: z.object({
    runs: z.array(z.unknown()),
    total: z.number().optional(),
    next,
    note,
  }),
  async handler(query, { apify, settings }) {
    const { runs, total } = await apify.listRuns(query)
    // A link would take a third of each row; `get_run` has it.
    const rows = runs.map(({ consoleUrl: _, ...run }) => run)
    return fitPage(rows, settings.maxResultTokens, (fitted) => ({
      runs: fitted.rows,
      total: credibleTotal(total, rows.length && query.offset + rows.length),
      next: nextOffset(query, { rowsRead: rows.length, rowsUsed: fitted.rowsUsed }, total),
      note: notes(
        rows.length === 0 && query.offset === 0 && 'No runs match.',
        incompleteNote(rows.slice(0, fitted.rowsUsed), 'runId'),
      ),
    }))
  },
})
