import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import type { TableSource } from '../../../src/query/query-contract.ts'
import { isIdLike } from '../../../src/shared/handles.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { countOf } from '../count-of.ts'
import { type Description, describeDataset } from './describe-dataset.ts'
import { type RowsRead, readRows } from './read-rows.ts'

/** A dataset as a table, and what an answer says about it. */
export interface DatasetTable {
  source: TableSource
  /** The API's count of the rows, as soon as it has given one. */
  rowCount(): number | undefined
  /** Returns sentences for the agent about rows that the loaded table may lack; undefined if there is nothing to say. */
  note(loadedRows: number): string | undefined
}

/** Returns a dataset as the source of a table. Asks the API about it at once, but does not read its rows yet. */
export function datasetTable(
  ref: StorageRef,
  fields: readonly string[] | undefined,
  { apify, settings }: Pick<Context, 'apify'> & { settings: Pick<Context['settings'], 'mode'> },
): DatasetTable {
  let known: Description | undefined
  const found = apify.getDataset(ref)
  const described = describeDataset(found, ref, { apify, mode: settings.mode }).then(
    (description) => {
      known = description
      return description
    },
  )
  // `version` throws it.
  described.catch(() => {})
  // Of a name with a comma the API takes the end. The engine leaves out other fields anyway.
  const sent = fields?.some((name) => name.includes(',')) ? undefined : fields
  const read: RowsRead = { rows: 0 }
  let wasRead = false
  return {
    rowCount: () => known?.itemCount ?? read.total,
    source: {
      key: keyOf(ref),
      ownKey: () => keyOf(known ? { id: known.id } : ref),
      fields,
      async version() {
        const description = await described
        return wasRead && !areOf(read, ref, description) ? undefined : description.version
      },
      async open(use) {
        wasRead = true
        const fixed = isFixed(ref) ? ref : { id: (await found).id }
        return use(readRows(apify, fixed, { fields: sent }, read))
      },
    },
    note: (loadedRows) => noteOn(loadedRows, known, read),
  }
}

function keyOf(ref: StorageRef): string {
  return JSON.stringify('runId' in ref ? { runId: ref.runId } : { id: ref.id })
}

/** Returns whether this is always the same dataset. The rows of a name are read by the id that it has now. */
function isFixed(ref: StorageRef): boolean {
  return 'runId' in ref || isIdLike(ref.id)
}

/**
 * Returns whether the rows that were read are all those that the API describes. Between the two requests rows may be
 * added, and another dataset may get a name that looks like an id.
 */
function areOf(
  { rows, total = rows }: RowsRead,
  ref: StorageRef,
  { id, itemCount }: Description,
): boolean {
  const isSame = 'runId' in ref || !isFixed(ref) || ref.id === id
  return isSame && rows >= total && total === itemCount
}

function noteOn(
  loadedRows: number,
  known: Description | undefined,
  { total = 0 }: RowsRead,
): string | undefined {
  const counted = Math.max(known?.itemCount ?? 0, total)
  return notes(
    known?.run === 'goesOn' && 'The run still goes on: rows may be added.',
    known?.run === 'ending' &&
      'The run ended while its rows were read: its last ones may be missing. Ask again for all.',
    counted > loadedRows &&
      `The API counts ${countOf(counted, 'row')} and gave ${loadedRows}: the others appear some seconds late, or their fields are empty. They are not in this answer.`,
  )
}
