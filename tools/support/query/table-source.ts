import { hasEnded, type Run, UNKNOWN_STATUS } from '../../../src/apify/types/run-types.ts'
import type { ApiStorage, StorageRef } from '../../../src/apify/types/storage-types.ts'
import type { TableSource } from '../../../src/query/query-contract.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { countOf } from '../count-of.ts'
import { type RowsRead, readRows } from './read-rows.ts'

/** The API's count of rows may lag for some seconds; a dataset that has not changed for so long is at rest. */
const REST_MS = 60_000

/** A dataset as a table, and what an answer says about it. */
export interface DatasetTable {
  source: TableSource
  /** The API's count of the rows, as soon as it has given one. */
  rowCount(): number | undefined
  /** Returns sentences for the agent about rows that the loaded table may lack; undefined if there is nothing to say. */
  note(loadedRows: number): string | undefined
}

/** What the API says about a dataset. */
interface Description {
  itemCount: number | undefined
  /** Whether the run that fills it goes on. If the run cannot be seen, that is not known. */
  goesOn: boolean
  /** Changes with the rows; undefined if they may change at any moment. */
  version: string | undefined
}

/** Returns a dataset as the source of a table. Asks the API about it at once, but does not read its rows yet. */
export function datasetTable(
  ref: StorageRef,
  fields: readonly string[] | undefined,
  { apify, settings }: Pick<Context, 'apify'> & { settings: Pick<Context['settings'], 'mode'> },
): DatasetTable {
  let known: Description | undefined
  const described = describe(ref, apify, settings.mode).then((description) => {
    known = description
    return description
  })
  // `version` throws it.
  described.catch(() => {})
  // Of a name with a comma the API takes the end. The engine leaves out other fields anyway.
  const sent = fields?.some((name) => name.includes(',')) ? undefined : fields
  const read: RowsRead = { rows: 0 }
  let wasRead = false
  const rowCount = () => known?.itemCount
  return {
    rowCount,
    source: {
      key: JSON.stringify(ref),
      fields,
      async version() {
        const { version, itemCount } = await described
        return wasRead && !isComplete(read, itemCount) ? undefined : version
      },
      open(use) {
        wasRead = true
        return use(readRows(apify, ref, { fields: sent }, read))
      },
    },
    note(loadedRows) {
      const counted = Math.max(rowCount() ?? 0, read.total ?? 0)
      return notes(
        known?.goesOn && 'The run still goes on: rows may be added.',
        counted > loadedRows &&
          `The API counts ${countOf(counted, 'row')} and gave ${loadedRows}: the others appear some seconds late, or their fields are empty. They are not in this answer.`,
      )
    },
  }
}

/** @throws {ApiFailure} if there is no such dataset */
async function describe(
  ref: StorageRef,
  apify: Context['apify'],
  mode: Context['settings']['mode'],
): Promise<Description> {
  const dataset = await apify.getDataset(ref)
  const run = await ownerOf(ref, dataset, apify)
  const goesOn = run !== undefined && run !== 'unknown' && !hasEnded(run)
  return {
    itemCount: dataset.itemCount ?? undefined,
    goesOn,
    version: goesOn || run === 'unknown' ? undefined : versionOf(dataset, mode),
  }
}

/** Returns the run that fills a dataset; `unknown` if it cannot be seen, undefined if there is none. */
async function ownerOf(
  ref: StorageRef,
  { actRunId }: ApiStorage,
  apify: Context['apify'],
): Promise<Run | 'unknown' | undefined> {
  const runId = 'runId' in ref ? ref.runId : actRunId
  if (!runId) return undefined
  // A run may be deleted, or hidden from this token. Its dataset can be asked about all the same.
  const run = await apify.getRun(runId).catch(() => undefined)
  return run === undefined || run.status === UNKNOWN_STATUS ? 'unknown' : run
}

/** Returns whether the rows that were read are all that the API counts. Rows may be added between the two requests. */
function isComplete({ rows, total = rows }: RowsRead, itemCount: number | undefined): boolean {
  return rows >= total && total === itemCount
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
