import { hasEnded, type Run, UNKNOWN_STATUS } from '../../../src/apify/types/run-types.ts'
import type { ApiStorage, StorageRef } from '../../../src/apify/types/storage-types.ts'
import type { Context } from '../../../src/tool-call/tool.ts'

/** The API's count of rows may lag for some seconds; a dataset that has not changed for so long is at rest. */
const REST_MS = 60_000

/**
 * The run that fills a dataset, at the time of the question. `ending`: it has ended since; `unknown`: it cannot be seen.
 * A dataset without a run is as if it had `ended`.
 */
type RunState = 'goesOn' | 'ending' | 'ended' | 'unknown'

/** What the API says about a dataset. */
export interface Description {
  id: string
  itemCount: number | undefined
  run: RunState
  /** Changes with the rows; undefined if they may change at any moment. */
  version: string | undefined
}

/**
 * Completes what the API says about a dataset, by the run that fills it.
 * @param found the dataset that is being asked for
 * @throws {ApiFailure} if there is no such dataset
 */
export async function describeDataset(
  found: Promise<ApiStorage>,
  ref: StorageRef,
  { apify, mode }: { apify: Pick<Context['apify'], 'getRun'>; mode: Context['settings']['mode'] },
): Promise<Description> {
  const askedAt = Date.now()
  const dataset = await found
  const runId = 'runId' in ref ? ref.runId : dataset.actRunId
  // A run may be deleted, or hidden from this token. Its dataset can be asked about all the same.
  const run = runId ? stateOf(await apify.getRun(runId).catch(() => undefined), askedAt) : 'ended'
  return {
    id: dataset.id,
    itemCount: dataset.itemCount ?? undefined,
    run,
    version: run === 'ended' ? versionOf(dataset, mode) : undefined,
  }
}

function stateOf(run: Run | undefined, askedAt: number): RunState {
  if (run === undefined || run.status === UNKNOWN_STATUS) return 'unknown'
  if (!hasEnded(run)) return 'goesOn'
  return Date.parse(run.finishedAt ?? '') >= askedAt ? 'ending' : 'ended'
}

/** Returns what changes with the rows of a dataset; undefined if its count cannot be relied on yet. */
function versionOf(
  { id, modifiedAt, itemCount }: ApiStorage,
  mode: Context['settings']['mode'],
): string | undefined {
  if (!modifiedAt) return undefined
  // The local platform counts a row before it confirms it.
  const isCounted = mode === 'local' || Date.now() - Date.parse(modifiedAt) >= REST_MS
  return isCounted ? `${id} ${modifiedAt} ${itemCount}` : undefined
}
