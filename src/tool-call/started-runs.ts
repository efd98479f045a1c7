import type { Apify } from '../apify/types/apify.ts'
import { ToolError, toToolError } from '../shared/errors.ts'
import type { CallRecord } from './call-record.ts'

/**
 * Returns the API with a `startRun` and a `resurrectRun` that add the id of each run to `runIds`, so that
 * whatever fails later in the call can name it.
 * @param record hears of the runs, and of those that the call waits for, aborts or reads
 */
export function noteStarts(apify: Apify, runIds: string[], record?: CallRecord): Apify {
  // The API stays what it is for everything else, whatever object it is.
  return Object.assign(Object.create(apify), {
    async startRun(...args: Parameters<Apify['startRun']>) {
      const run = await apify.startRun(...args)
      runIds.push(run.runId)
      record?.runStarted(run, args[0])
      return run
    },
    async resurrectRun(...args: Parameters<Apify['resurrectRun']>) {
      const run = await apify.resurrectRun(...args)
      runIds.push(run.runId)
      record?.runStarted(run)
      return run
    },
    ...(record && runReaders(apify, record)),
  })
}

type RunReader = 'getRun' | 'waitForRun' | 'abortRun'

/** Returns the functions that show a run, which tell `record` of it. */
function runReaders(apify: Apify, record: CallRecord): Pick<Apify, RunReader> {
  return {
    async getRun(...args) {
      const run = await apify.getRun(...args)
      record.runSeen(run, run)
      return run
    },
    async waitForRun(...args) {
      const run = await apify.waitForRun(...args)
      record.runSeen(run, args[0])
      return run
    },
    async abortRun(...args) {
      const run = await apify.abortRun(...args)
      record.runSeen(run)
      return run
    },
  }
}

/**
 * Returns an error that names the runs that its call has started. They come first, since a long text is
 * cut at its end.
 */
export function nameStarts(error: unknown, runIds: readonly string[]): ToolError {
  const told = toToolError(error)
  const unnamed = runIds.filter((runId) => !told.message.includes(runId))
  if (unnamed.length === 0) return told
  return new ToolError(
    `This call has started run ${unnamed.join(', ')}: follow it with \`get_run\`, do not start it again. ${told.happened}`,
    told.remedy,
    { cause: told },
  )
}
