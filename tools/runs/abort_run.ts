import { z } from 'zod'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { hasEnded, note, runId, runResult } from '../support/arguments.ts'
import { quoted } from '../support/confirmation-questions.ts'

export default defineTool({
  name: 'abort_run',
  title: 'Abort run',
  description:
    'Ends a run that is going on and returns it; what it has stored stays. It cannot be undone: use it only where the run is wrong or no longer wanted, not where it is slow.',
  toolset: 'runs',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  confirm: {
    kind: 'write',
    question: ({ runId }) => `End run ${quoted(runId)}? That cannot be undone.`,
  },
  input: z.strictObject({
    runId,
    gracefully: z.boolean().describe('Let the Actor save its state, for up to 30 s').optional(),
  }),
  output: runResult.extend({ note }),
  async handler({ runId, gracefully }, { apify }) {
    const before = await apify.getRun(runId)
    if (hasEnded(before))
      return { ...before, note: `The run had already ended as ${before.status}; nothing was done.` }
    const run = await apify.abortRun(runId, gracefully)
    return {
      ...run,
      note: hasEnded(run)
        ? undefined
        : 'It is ending: `get_run` with `waitSecs` tells when it has.',
    }
  },
})
