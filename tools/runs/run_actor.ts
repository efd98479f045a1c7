import { z } from 'zod'
import { hasEnded, type Run } from '../../src/apify/types/run-types.ts'
import { defineTool, SPEND } from '../../src/tool-call/tool.ts'
import { note, notes } from '../support/arguments.ts'
import { runContent, runQuestion, runStarts } from '../support/confirmation-questions.ts'
import { actorNameOf, withActorName } from '../support/run/actor-name.ts'
import { runOptions, runResult, waitSecs } from '../support/run/run-schemas.ts'
import { startAndWait, startAsTask } from '../support/run/start-run.ts'
import { webhookNote } from '../support/run/webhook-note.ts'

export default defineTool({
  name: 'run_actor',
  title: 'Run Actor',
  description:
    'Starts a run and returns at once, with `runId`, `datasetId`, `storeId`. For long runs: follow them with `get_run`. For short ones, `run_actor_sync` also returns the rows. Runs may cost money: never start one again because a response is late.',
  purpose: 'Start a run and return',
  toolset: 'runs',
  annotations: SPEND,
  view: 'run',
  payment: 'spends',
  confirm: { kind: 'paid', starts: runStarts, question: runQuestion, content: runContent },
  input: z.strictObject({ ...runOptions, waitSecs }),
  output: runResult.extend({ note }),
  async handler({ waitSecs, ...request }, context) {
    const run = await startAndWait(request, waitSecs, context)
    const warning = webhookNote(request.webhookUrl, context.settings)
    return { ...run, note: notes(nextStep(run), warning) }
  },
  task: {
    waits: false,
    view: z.object({}),
    start: ({ waitSecs: _, ...request }, context) => startAsTask(request, context),
    async result(run, _, { apify }) {
      return { ...withActorName(run, await actorNameOf(run, apify)), note: nextStep(run) }
    },
  },
})

function nextStep(run: Run): string {
  if (!hasEnded(run)) return 'The run continues: follow it with `get_run` and `waitSecs`.'
  return run.status === 'SUCCEEDED'
    ? 'Read its rows with `list_dataset_items`.'
    : 'See `get_log` for the reason.'
}
