import { z } from 'zod'
import { hasEnded } from '../../src/apify/types/run-types.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { note, runId } from '../support/arguments.ts'
import { shownName } from '../support/confirmation-questions.ts'
import { actorNameOf, withActorName } from '../support/run/actor-name.ts'
import { runResult } from '../support/run/run-schemas.ts'

export default defineTool({
  name: 'abort_run',
  title: 'Abort run',
  description:
    'Aborts a run and returns it; data stored so far is kept. This cannot be undone: use it only if the run is wrong or no longer wanted, not because it is slow.',
  purpose: 'Abort a run, keep its data',
  toolset: 'runs',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  payment: 'reads',
  confirm: {
    kind: 'write',
    question: ({ runId }) => `Abort run ${shownName(runId)}? This cannot be undone.`,
  },
  input: z.strictObject({
    runId,
    gracefully: z.boolean().describe('Give the Actor up to 30 s to save its state').optional(),
  }),
  output: runResult.extend({ note }),
  async handler({ runId, gracefully }, { apify }) {
    const before = await apify.getRun(runId)
    const naming = actorNameOf(before, apify)
    if (hasEnded(before)) {
      const note = `The run had already ended as ${before.status}, so nothing was done.`
      return { ...withActorName(before, await naming), note }
    }
    const run = withActorName(await apify.abortRun(runId, gracefully), await naming)
    const note = 'The run is ending. Call `get_run` with `waitSecs` to wait for its end.'
    return { ...run, note: hasEnded(run) ? undefined : note }
  },
})
