import type { CrashMarkers } from './crash-markers.ts'
import { isFinal } from './run.ts'
import type { RunStore } from './run-store.ts'

/** Kills what a crash of the platform left behind, and marks those runs as failed. */
export async function recoverRuns(store: RunStore, markers: CrashMarkers): Promise<void> {
  for (const id of await markers.clearUp()) {
    const run = await store.get(id)
    if (run && !isFinal(run)) {
      await store.save({
        ...run,
        status: 'FAILED',
        statusMessage: 'The local platform stopped during the run. Start the run again.',
        isStatusMessageTerminal: true,
        finishedAt: new Date().toISOString(),
      })
    }
    await markers.remove(id)
  }
}
