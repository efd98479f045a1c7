import { hasEnded, type Run, UNKNOWN_STATUS } from '../../../src/apify/types/run-types.ts'
import type { ApiStorage, StorageRef } from '../../../src/apify/types/storage-types.ts'
import type { TableSource } from '../../../src/query/query-contract.ts'
import { isIdLike } from '../../../src/shared/handles.ts'
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

/** What the API says of a dataset. */
interface Described {
  dataset: ApiStorage
  /** How the run that fills it was when its rows were asked for; `ended` if there is none. */
  run: RunState
}

/** `ending`: it went on, and has ended since; `unknown`: it cannot be seen. */
type RunState = 'goesOn' | 'ending' | 'ended' | 'unknown'

/**
 * Returns a dataset as the source of a table. The API is asked about it at once, and for the rows when they are
 * needed: of a name once it is known whose it is.
 */
export function datasetTable(
  ref: StorageRef,
  fields: readonly string[] | undefined,
  { apify, settings }: Pick<Context, 'apify'> & { settings: Pick<Context['settings'], 'mode'> },
): DatasetTable {
  let known: Described | undefined
  const found = apify.getDataset(ref)
  const described = describe(found, ref, apify).then((about) => {
    known = about
    return about
  })
  // Whoever asks for the version gets the failure.
  described.catch(() => {})
  // Of a name with a comma the API takes the end. The engine leaves out other fields anyway.
  const sent = fields?.some((name) => name.includes(',')) ? undefined : fields
  const read: RowsRead = { rows: 0 }
  let wasRead = false
  const rowCount = () => known?.dataset.itemCount ?? undefined
  return {
    rowCount,
    source: {
      key: keyOf(ref),
      ownKey: () => keyOf(known ? { id: known.dataset.id } : ref),
      fields,
      async version() {
        const about = await described
        const isKnown = !wasRead || (isAll(read, about) && isOf(ref, about))
        return isKnown ? versionOf(about, settings.mode) : undefined
      },
      async open(use) {
        wasRead = true
        const fixed = isFixed(ref) ? ref : { id: (await found).id }
        return use(readRows(apify, fixed, { fields: sent }, read))
      },
    },
    note(loadedRows) {
      const counted = Math.max(rowCount() ?? 0, read.total ?? 0)
      return notes(
        known?.run === 'goesOn' && 'The run still goes on: rows may be added.',
        known?.run === 'ending' &&
          'The run ended while its rows were read: its last ones may be missing. Ask again for all.',
        counted > loadedRows &&
          `The API counts ${countOf(counted, 'row')} and gave ${loadedRows}: the others appear some seconds late, or their fields are empty. They are not in this answer.`,
      )
    },
  }
}

function keyOf(ref: StorageRef): string {
  return JSON.stringify('runId' in ref ? { runId: ref.runId } : { id: ref.id })
}

/** @throws {ApiFailure} if there is no such dataset */
async function describe(
  found: Promise<ApiStorage>,
  ref: StorageRef,
  apify: Context['apify'],
): Promise<Described> {
  const askedAt = Date.now()
  const dataset = await found
  const runId = 'runId' in ref ? ref.runId : dataset.actRunId
  if (!runId) return { dataset, run: 'ended' }
  // A run may be deleted, or hidden from this token. Its dataset can be asked about all the same.
  const run = await apify.getRun(runId).catch(() => undefined)
  return { dataset, run: stateOf(run, askedAt) }
}

function stateOf(run: Run | undefined, askedAt: number): RunState {
  if (run === undefined || run.status === UNKNOWN_STATUS) return 'unknown'
  if (!hasEnded(run)) return 'goesOn'
  return Date.parse(run.finishedAt ?? '') >= askedAt ? 'ending' : 'ended'
}

/** Returns whether it stays the same dataset, as far as that is known. Any other can get its name. */
function isFixed(ref: StorageRef): boolean {
  return 'runId' in ref || isIdLike(ref.id)
}

/** Returns whether the rows were read from the dataset that the API tells of. What looks like an id may be a name. */
function isOf(ref: StorageRef, { dataset }: Described): boolean {
  return 'runId' in ref || !isFixed(ref) || ref.id === dataset.id
}

/** Returns whether all rows were read, and are those that the API tells of: they are read while it is asked. */
function isAll({ rows, total = rows }: RowsRead, { dataset }: Described): boolean {
  return rows >= total && total === dataset.itemCount
}

/** Returns what changes with the rows of a dataset; undefined if its count cannot be relied on yet. */
function versionOf(
  { dataset: { id, modifiedAt, itemCount }, run }: Described,
  mode: Context['settings']['mode'],
): string | undefined {
  if (run !== 'ended' || !modifiedAt) return undefined
  // The local platform counts a row before it confirms it.
  const isCounted = mode === 'local' || Date.now() - Date.parse(modifiedAt) >= REST_MS
  return isCounted ? `${id} ${modifiedAt} ${itemCount}` : undefined
}
