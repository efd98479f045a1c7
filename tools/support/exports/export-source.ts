import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { plainHandle } from '../../../src/shared/handles.ts'
import type { Downloads } from '../../../src/tool-call/downloads.ts'
import type { ConfirmationContext } from '../../../src/tool-call/tool.ts'
import { storageRef } from '../arguments.ts'
import { MAX_KEY_CHARS, shownName } from '../confirmation-questions.ts'
import { shownJson, shownText } from '../shown-content.ts'
import { rowsFile } from '../text/file-name.ts'

/** The arguments that say what is exported, and to which file. */
interface SourceArguments {
  datasetId?: string | undefined
  runId?: string | undefined
  storeId?: string | undefined
  recordKey?: string | undefined
  fileName?: string | undefined
  sql?: string | undefined
  otherDatasetId?: string | undefined
  otherRunId?: string | undefined
  clean?: boolean | undefined
}

export interface ExportSource {
  ref: StorageRef
  /** The dataset that is the table `other` of a query. */
  other: StorageRef | undefined
  downloads: Downloads
  /** The name that the agent chose, if any. */
  fileName: string | undefined
}

/**
 * Returns the storage to export from, and where to write.
 * @throws {ToolError} if the server has no download folder, the file name is not plain, or the
 * arguments name no source or more than one
 */
export function exportSource(
  input: SourceArguments,
  { downloads }: ConfirmationContext,
): ExportSource {
  const { datasetId, runId, storeId, recordKey, fileName } = input
  if (!downloads) {
    throw new ToolError(
      'This server cannot write files.',
      'Ask the operator to start it with --download-dir, or read pages with `list_dataset_items`.',
    )
  }
  if (fileName !== undefined) downloads.check(fileName)
  const other = otherOf(input)
  if (recordKey !== undefined && datasetId === undefined)
    return { ref: storageRef('storeId', storeId, runId), other, downloads, fileName }
  if (recordKey === undefined && storeId === undefined)
    return { ref: storageRef('datasetId', datasetId, runId), other, downloads, fileName }
  throw new ToolError(
    '`datasetId` cannot be combined with `recordKey`, and `storeId` needs `recordKey`.',
    'To export a record, give `recordKey` with `storeId` or `runId`. To export rows, give `datasetId` or `runId`.',
  )
}

/**
 * Returns the second dataset of a query.
 * @throws {ToolError} if arguments are given that have no meaning together
 */
function otherOf(input: SourceArguments): StorageRef | undefined {
  const { sql, clean, recordKey, storeId, otherDatasetId, otherRunId } = input
  const hasOther = otherDatasetId !== undefined || otherRunId !== undefined
  if (sql === undefined && hasOther) {
    throw new ToolError(
      '`otherDatasetId` and `otherRunId` need `sql`.',
      'Leave them out, or give a SELECT that uses the table `other`.',
    )
  }
  if (sql !== undefined && (clean || recordKey !== undefined || storeId !== undefined)) {
    throw new ToolError(
      '`sql` cannot be combined with `clean`, `recordKey` or `storeId`.',
      'Give `sql` with `datasetId` or `runId`; leave out rows with WHERE.',
    )
  }
  return hasOther
    ? storageRef('otherDatasetId', otherDatasetId, otherRunId, 'otherRunId')
    : undefined
}

/**
 * Returns what a person is asked before an export.
 * @throws {ToolError} as `exportSource` does
 */
export function exportQuestion(
  input: SourceArguments & { format: string; fields?: string[] | undefined },
  context: ConfirmationContext,
): string {
  const { ref } = exportSource(input, context)
  const { recordKey, fileName, format } = input
  const rows = input.sql === undefined ? 'all rows' : 'the rows of a query'
  const what = recordKey === undefined ? rows : `record ${shownName(recordKey, MAX_KEY_CHARS)}`
  const owner = 'id' in ref ? shownName(plainHandle(ref.id)) : `run ${shownName(ref.runId)}`
  const name = fileName ?? (recordKey === undefined ? rowsFile(ref, format) : undefined)
  const file =
    name === undefined ? 'a file named after it' : `file ${shownName(name, MAX_KEY_CHARS)}`
  const fields = input.fields?.length ? ` Fields: ${shownJson(JSON.stringify(input.fields))}` : ''
  const query = input.sql === undefined ? '' : ` SQL: ${shownText(input.sql)}`
  return `Write ${what} of ${owner} to ${file} in the download folder? An existing file with that name is replaced.${fields}${query}`
}
