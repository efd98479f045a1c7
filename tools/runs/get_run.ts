import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, notes, runId } from '../support/arguments.ts'
import { actorNameOf, withActorName } from '../support/run/actor-name.ts'
import { runResult, waitSecs } from '../support/run/run-schemas.ts'
import { hasEnded, waitForRun } from '../support/run/wait-for-run.ts'
import { readOutcome } from '../support/run-results/read-outcome.ts'

export default defineTool({
  name: 'get_run',
  title: 'Get run',
  description:
    'Shows status, cost, storages and item count of a run, and its small OUTPUT or last error lines. Set `waitSecs` to wait for its end instead of polling.',
  toolset: 'runs',
  annotations: READ,
  input: z.strictObject({ runId, waitSecs }),
  output: runResult.extend({
    itemCount: z.number().optional(),
    output: z.unknown().optional(),
    log: z.array(z.string()).optional(),
    note,
  }),
  async handler({ runId, waitSecs }, context) {
    const { apify } = context
    const run = await waitForRun(await apify.getRun(runId), waitSecs, context)
    const [itemCount, actorName, { outcomeNote, ...outcome }] = await Promise.all([
      run.datasetId ? apify.itemCount(run.datasetId) : undefined,
      actorNameOf(run, apify),
      readOutcome(run, context),
    ])
    const waitedInVain =
      !hasEnded(run) &&
      waitSecs > 0 &&
      `Still ${run.status} after ${waitSecs} s; the run continues. Call again to keep waiting.`
    const note = notes(waitedInVain, outcomeNote)
    return { ...withActorName(run, actorName), itemCount, ...outcome, note }
  },
})
