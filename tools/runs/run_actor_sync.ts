import { z } from 'zod'
import { hasEnded, type Run } from '../../src/apify/types/run-types.ts'
import { countTokens } from '../../src/budget/token-cost.ts'
import { toToolError } from '../../src/shared/errors.ts'
import { withLessBudget } from '../../src/tool-call/less-budget.ts'
import { type Context, defineTool, SPEND } from '../../src/tool-call/tool.ts'
import { limit, names, next, note, notes } from '../support/arguments.ts'
import { runContent, runQuestion, runStarts } from '../support/confirmation-questions.ts'
import { rowOutput } from '../support/dataset-pages/row-output.ts'
import { actorNameOf, withActorName } from '../support/run/actor-name.ts'
import {
  MAX_WAIT_SECS,
  MAX_WAIT_WITH_PROGRESS_SECS,
  runOptions,
  runResult,
} from '../support/run/run-schemas.ts'
import { type RunRequest, startAndWait, startAsTask } from '../support/run/start-run.ts'
import { webhookNote } from '../support/run/webhook-note.ts'
import { readResults } from '../support/run-results/read-results.ts'

/** The arguments that decide what the result shows of a run. */
const view = z.object({
  fields: names.describe('Row fields to show').optional(),
  limit: limit.describe('Rows to show').default(20),
  format: z.enum(['json', 'table']).optional(),
})

export default defineTool({
  name: 'run_actor_sync',
  title: 'Run Actor and wait',
  description:
    'Starts a run, waits for it and returns the run, its OUTPUT and its first rows; if it fails, also the last error lines. If the wait ends first, the run continues: follow it with `get_run`, never start it again.',
  purpose: 'Run, wait, and return the rows',
  toolset: 'runs',
  annotations: SPEND,
  view: 'run',
  payment: 'spends',
  confirm: { kind: 'paid', starts: runStarts, question: runQuestion, content: runContent },
  input: z.strictObject({
    ...runOptions,
    waitSecs: z
      .int()
      .min(1)
      .max(MAX_WAIT_WITH_PROGRESS_SECS)
      .describe('Seconds; over 45 only with progress notifications')
      .default(MAX_WAIT_SECS),
    ...view.shape,
  }),
  output: z.object({
    run: runResult,
    output: z.unknown().optional(),
    ...rowOutput,
    total: z.number().optional(),
    fields: z.array(z.string()).optional(),
    next,
    log: z.array(z.string()).optional(),
    note,
  }),
  async handler(input, context) {
    const warning = webhookNote(input.webhookUrl, context.settings)
    const settings = withLessBudget(context.settings, warning ? countTokens(warning) : 0)
    const result = await runAndRead(input, { ...context, settings })
    return { ...result, note: notes(result.note, warning) }
  },
  task: {
    waits: true,
    view,
    start: ({ waitSecs: _, fields: __, limit: ___, format: ____, ...request }, context) =>
      startAsTask(request, context),
    async result(run, shown, context) {
      const actorName = await actorNameOf(run, context.apify)
      return readEnded(withActorName(run, actorName), view.parse(shown), context)
    },
  },
})

interface Request extends RunRequest, z.output<typeof view> {
  waitSecs: number
}

async function runAndRead(
  { waitSecs, fields, limit, format, ...request }: Request,
  context: Context,
) {
  const longest = context.wantsProgress ? MAX_WAIT_WITH_PROGRESS_SECS : MAX_WAIT_SECS
  const run = await startAndWait(request, Math.min(waitSecs, longest), context)
  if (!hasEnded(run)) {
    const note =
      'The run continues: follow it with `get_run` and `waitSecs`. Do not start it again.'
    return { run, note }
  }
  return readEnded(run, { fields, limit, format }, context)
}

/** Reads the results of a run that has ended; a run without them is still worth showing. */
async function readEnded(run: Run, shown: z.output<typeof view>, context: Context) {
  try {
    return await readResults(run, shown, context)
  } catch (error) {
    const { happened } = toToolError(error)
    const note = `The run ended, but its results could not be read: ${happened} Read them with \`list_dataset_items\` and this \`runId\`.`
    return { run, note }
  }
}
