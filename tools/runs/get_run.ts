import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { hasEnded, note, runId, runProgress, runResult, waitSecs } from '../support/arguments.ts'

export default defineTool({
  name: 'get_run',
  title: 'Get run',
  description:
    'Status, cost, storages and item count of a run. Set `waitSecs` to wait for its end instead of polling.',
  toolset: 'runs',
  annotations: READ,
  input: z.strictObject({ runId, waitSecs }),
  output: runResult.extend({ itemCount: z.number().optional(), note }),
  async handler({ runId, waitSecs }, { apify, progress }) {
    const run = await apify.waitForRun(await apify.getRun(runId), {
      waitSecs,
      onLook: (seen) => progress(runProgress(seen)),
    })
    const itemCount = run.datasetId ? await apify.itemCount(run.datasetId) : undefined
    const goesOn = !hasEnded(run) && waitSecs > 0
    return {
      ...run,
      itemCount,
      note: goesOn
        ? `Still ${run.status} after ${waitSecs} s; the run continues. Call again to keep waiting.`
        : undefined,
    }
  },
})
