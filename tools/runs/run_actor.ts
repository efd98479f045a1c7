import { z } from 'zod'
import { defineTool, SPEND } from '../../src/tool-call/tool.ts'
import { note } from '../support/arguments.ts'
import { runQuestion } from '../support/confirmation-questions.ts'
import { runOptions, runResult, waitSecs } from '../support/run/run-schemas.ts'
import { startAndWait } from '../support/run/start-run.ts'
import { hasEnded } from '../support/run/wait-for-run.ts'

export default defineTool({
  name: 'run_actor',
  title: 'Run Actor',
  description:
    'Starts a run and returns at once, with `runId`, `datasetId`, `storeId`. For long runs: follow them with `get_run`. For short ones, `run_actor_sync` also returns the rows. Runs may cost money: never start one again because a response is late.',
  toolset: 'runs',
  annotations: SPEND,
  confirm: { kind: 'paid', question: runQuestion },
  input: z.strictObject({ ...runOptions, waitSecs }),
  output: runResult.extend({ note }),
  async handler({ waitSecs, ...request }, context) {
    const run = await startAndWait(request, waitSecs, context)
    if (!hasEnded(run))
      return { ...run, note: 'The run continues: follow it with `get_run` and `waitSecs`.' }
    const succeeded = run.status === 'SUCCEEDED'
    return {
      ...run,
      note: succeeded
        ? 'Read its rows with `list_dataset_items`.'
        : 'See `get_log` for the reason.',
    }
  },
})
