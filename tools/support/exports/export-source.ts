import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import type { Downloads } from '../../../src/tool-call/downloads.ts'
import type { ConfirmationContext } from '../../../src/tool-call/tool.ts'
import { storageRef } from '../arguments.ts'
import { MAX_KEY_CHARS, shownName } from '../confirmation-questions.ts'
import { shownJson } from '../shown-content.ts'
import { rowsFile } from '../text/file-name.ts'

/** The arguments that say what is exported, and to which file. */
interface SourceArguments {
  datasetId?: string | undefined
  runId?: string | undefined
  storeId?: string | undefined
  recordKey?: string | undefined
  fileName?: string | undefined
}

export interface ExportSource {
  ref: StorageRef
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
  { datasetId, runId, storeId, recordKey, fileName }: SourceArguments,
  { downloads }: ConfirmationContext,
): ExportSource {
  if (!downloads) {
    throw new ToolError(
      'This server cannot write files.',
      'Ask the operator to start it with --download-dir, or read pages with `list_dataset_items`.',
    )
  }
  if (fileName !== undefined) downloads.check(fileName)
  if (recordKey !== undefined && datasetId === undefined)
    return { ref: storageRef('storeId', storeId, runId), downloads, fileName }
  if (recordKey === undefined && storeId === undefined)
    return { ref: storageRef('datasetId', datasetId, runId), downloads, fileName }
  throw new ToolError(
    '`datasetId` cannot be combined with `recordKey`, and `storeId` needs `recordKey`.',
    'To export a record, give `recordKey` with `storeId` or `runId`. To export rows, give `datasetId` or `runId`.',
  )
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
  const what =
    recordKey === undefined ? 'all rows' : `record ${shownName(recordKey, MAX_KEY_CHARS)}`
  const owner = 'id' in ref ? shownName(ref.id) : `run ${shownName(ref.runId)}`
  const name = fileName ?? (recordKey === undefined ? rowsFile(ref, format) : undefined)
  const file =
    name === undefined ? 'a file named after it' : `file ${shownName(name, MAX_KEY_CHARS)}`
  const fields = input.fields?.length ? ` Fields: ${shownJson(JSON.stringify(input.fields))}` : ''
  return `Write ${what} of ${owner} to ${file} in the download folder? An existing file with that name is replaced.${fields}`
}
