import type { CrashMarkers } from './crash-markers.ts'
import { recoverLog } from './log/recover-log.ts'
import { isFinal, type Run } from './run.ts'
import type { RunStore } from './run-store.ts'

const STOPPED = 'The local platform stopped during the run.'

/**
 * Kills what a crash of the platform left behind, completes the logs of those runs, and marks them as
 * failed.
 * @param onFault gets the error of a log that cannot be completed, whose output stays beside it, and of a run that
 *   cannot be read or saved, which the next start marks
 * @returns the runs that are marked
 */
export async function recoverRuns(
  store: RunStore,
  markers: CrashMarkers,
  onFault: (error: unknown) => void,
): Promise<Run[]> {
  const marked: Run[] = []
  for (const id of await markers.clearUp()) {
    try {
      const run = await markAsFailed(store, id, onFault)
      if (run) marked.push(run)
      await markers.remove(id)
    } catch (error) {
      onFault(error)
    }
  }
  return marked
}

async function markAsFailed(
  store: RunStore,
  id: string,
  onFault: (error: unknown) => void,
): Promise<Run | undefined> {
  const run = await store.get(id)
  if (!run || isFinal(run)) return undefined
  await recoverLog(store.logPath(id), STOPPED).catch(onFault)
  const failed: Run = {
    ...run,
    status: 'FAILED',
    statusMessage: `${STOPPED} Start the run again.`,
    isStatusMessageTerminal: true,
    finishedAt: new Date().toISOString(),
  }
  await store.save(failed)
  return failed
}
