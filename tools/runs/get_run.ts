import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, runId } from '../support/arguments.ts'
import { runResult, waitSecs } from '../support/run/run-schemas.ts'
import { hasEnded, waitForRun } from '../support/run/wait-for-run.ts'

export default defineTool({
  name: 'get_run',
  title: 'Get run',
  description:
    'Shows status, cost, storages and item count of a run. Set `waitSecs` to wait for its end instead of polling.',
  toolset: 'runs',
  annotations: READ,
  input: z.strictObject({ runId, waitSecs }),
  output: runResult.extend({ itemCount: z.number().optional(), note }),
  async handler({ runId, waitSecs }, context) {
    const { apify } = context
    const run = await waitForRun(await apify.getRun(runId), waitSecs, context)
    const itemCount = run.datasetId ? await apify.itemCount(run.datasetId) : undefined
    const waitedInVain = !hasEnded(run) && waitSecs > 0
    const note = waitedInVain
      ? `Still ${run.status} after ${waitSecs} s; the run continues. Call again to keep waiting.`
      : undefined
    return { ...run, itemCount, note }
  },
})
