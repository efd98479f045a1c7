import { z } from 'zod'
import { hasEnded, type Run } from '../../src/apify/types/run-types.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, notes, runId } from '../support/arguments.ts'
import { actorNameOf, withActorName } from '../support/run/actor-name.ts'
import { runResult, waitSecs } from '../support/run/run-schemas.ts'
import { waitForRun } from '../support/run/wait-for-run.ts'
import { readOutcome } from '../support/run-results/read-outcome.ts'

export default defineTool({
  name: 'get_run',
  title: 'Get run',
  description:
    'Shows status, cost, storages and item count of a run, and its small OUTPUT or last error lines. Set `waitSecs` to wait for its end instead of polling.',
  purpose: 'Status, cost and results, or wait',
  toolset: 'runs',
  annotations: READ,
  view: 'run',
  payment: 'reads',
  input: z.strictObject({ runId, waitSecs }),
  output: runResult.extend({
    itemCount: z.number().optional(),
    output: z.unknown().optional(),
    log: z.array(z.string()).optional(),
    note,
  }),
  async handler({ runId, waitSecs }, context) {
    const { apify } = context
    let isLost = false
    const run = await waitForRun(await apify.getRun(runId), waitSecs, context, () => {
      isLost = true
    })
    const [itemCount, actorName, { outcomeNote, ...outcome }] = await Promise.all([
      run.datasetId ? apify.itemCount(run.datasetId) : undefined,
      actorNameOf(run, apify),
      readOutcome(run, context),
    ])
    const note = notes(waitNote(run, waitSecs, isLost), outcomeNote)
    return { ...withActorName(run, actorName), itemCount, ...outcome, note }
  },
})

/** Says how a wait ended; undefined if the run has ended, or nobody waited. */
function waitNote(run: Run, waitSecs: number, isLost: boolean): string | undefined {
  if (hasEnded(run) || waitSecs === 0) return undefined
  if (isLost)
    return `The run was ${run.status} when it was last seen, and could not be read after that. Call again to see how it goes on.`
  return `Still ${run.status} after ${waitSecs} s; the run continues. Call again to keep waiting.`
}
