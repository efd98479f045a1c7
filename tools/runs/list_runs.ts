import { z } from 'zod'
import type { ListedRun } from '../../src/apify/types/run-types.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { actorId, limit, next, note, offset } from '../support/arguments.ts'
import { listPage } from '../support/list-page.ts'
import { actorNameOf, withActorName } from '../support/run/actor-name.ts'
import { runStatus } from '../support/run/run-schemas.ts'

/** Decimals of a sum: costs have fewer, and sums of doubles differ behind them. */
const DECIMALS = 9

export default defineTool({
  name: 'list_runs',
  title: 'List runs',
  description:
    'Lists runs of the account or of one Actor, newest first: `runId`, status, times, cost, storages. Use it to find a lost `runId`; `get_run` shows one in full.',
  purpose: 'Find runs, newest first',
  toolset: 'runs',
  annotations: READ,
  payment: 'reads',
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
    listedUsageUsd: z.number().optional(),
    next,
    note,
  }),
  async handler(query, { apify, settings }) {
    const [{ runs, total }, names] = await Promise.all([
      apify.listRuns(query),
      query.actorId === undefined ? apify.actorNames() : undefined,
    ])
    const ofAll = names ? undefined : await actorNameOf(runs[0] ?? {}, apify, query.actorId)
    // A link would take a third of each row; `get_run` has it.
    const rows = runs.map(({ consoleUrl: _, ...run }) =>
      withActorName(run, ofAll ?? names?.get(run.actorId ?? '')),
    )
    const list = { rows, total, idField: 'runId', emptyNote: emptyNote(query) }
    return listPage(list, query, settings, (runs, parts, listed) => ({
      runs,
      ...parts,
      listedUsageUsd: sumOf(listed),
    }))
  },
})

/** Says of which list it is that it is empty. */
function emptyNote({
  actorId,
  status,
}: {
  actorId?: string | undefined
  status?: string | undefined
}) {
  const whose = actorId === undefined ? '' : ' of this Actor'
  return `The list is empty: there is no ${status === undefined ? 'run' : `${status} run`}${whose}.`
}

/** Returns what runs cost together, in US dollars; undefined if none says what it cost. */
function sumOf(runs: readonly ListedRun[]): number | undefined {
  const costs = runs.flatMap(({ usageUsd }) => usageUsd ?? [])
  if (costs.length === 0) return undefined
  return Number(costs.reduce((sum, cost) => sum + cost, 0).toFixed(DECIMALS))
}
