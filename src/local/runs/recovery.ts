import type { CrashMarkers } from './crash-markers.ts'
import { recoverLog } from './log/recover-log.ts'
import { isFinal } from './run.ts'
import type { RunStore } from './run-store.ts'

const STOPPED = 'The local platform stopped during the run.'

/**
 * Kills what a crash of the platform left behind, completes the logs of those runs, and marks them as
 * failed.
 * @param onFault gets the error of a log that cannot be completed, whose output stays beside it, and of a run that
 *   cannot be read or saved, which the next start marks
 */
export async function recoverRuns(
  store: RunStore,
  markers: CrashMarkers,
  onFault: (error: unknown) => void,
): Promise<void> {
  for (const id of await markers.clearUp()) {
    try {
      await markAsFailed(store, id, onFault)
      await markers.remove(id)
    } catch (error) {
      onFault(error)
    }
  }
}

async function markAsFailed(
  store: RunStore,
  id: string,
  onFault: (error: unknown) => void,
): Promise<void> {
  const run = await store.get(id)
  if (!run || isFinal(run)) return
  await recoverLog(store.logPath(id), STOPPED).catch(onFault)
  await store.save({
    ...run,
    status: 'FAILED',
    statusMessage: `${STOPPED} Start the run again.`,
    isStatusMessageTerminal: true,
    finishedAt: new Date().toISOString(),
  })
}
