import { z } from 'zod'
import { defineTool, SPEND } from '../../src/tool-call/tool.ts'
import {
  costCap,
  hasEnded,
  note,
  notes,
  runOptions,
  runProgress,
  runResult,
  startTarget,
  waitSecs,
} from '../support/arguments.ts'
import { runQuestion } from '../support/confirmation-questions.ts'

export default defineTool({
  name: 'run_actor',
  title: 'Run Actor',
  description:
    'Starts a run and returns at once, with `runId`, `datasetId`, `storeId`. For long runs: follow with `get_run`. For short ones `run_actor_sync` also returns the rows. Runs may cost money: never start one again because a response is late.',
  toolset: 'runs',
  annotations: SPEND,
  confirm: { kind: 'paid', question: runQuestion },
  input: z.strictObject({ ...runOptions, waitSecs }),
  output: runResult.extend({ note }),
  async handler({ actorId, taskId, input, waitSecs, ...options }, context) {
    const { apify, settings, progress } = context
    const target = startTarget({ actorId, taskId, ...options })
    const maxTotalChargeUsd = costCap(options.maxTotalChargeUsd, settings.maxRunCostUsd)
    const started = await apify.startRun(target, input, { ...options, maxTotalChargeUsd })
    const run = await apify.waitForRun(started, {
      waitSecs,
      onLook: (seen) => progress(runProgress(seen)),
    })
    return {
      maxTotalChargeUsd,
      ...run,
      note: notes(
        hasEnded(run)
          ? run.status === 'SUCCEEDED' && 'Read its rows with `list_dataset_items`.'
          : 'The run continues: follow it with `get_run` and `waitSecs`.',
        hasEnded(run) && run.status !== 'SUCCEEDED' && 'See `get_log` for the reason.',
      ),
    }
  },
})
