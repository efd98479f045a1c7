import { z } from 'zod'
import type { StorageRef } from '../../src/apify/types/run-types.ts'
import { ToolError } from '../../src/shared/errors.ts'
import type { Downloads } from '../../src/tool-call/downloads.ts'
import {
  type ConfirmationContext,
  type Context,
  defineTool,
  WRITE,
} from '../../src/tool-call/tool.ts'
import {
  datasetId,
  itemFormat,
  names,
  note,
  ownerRunId,
  recordKey,
  storageRef,
  storeId,
} from '../support/arguments.ts'
import { quoted } from '../support/confirmation-questions.ts'
import { fileStem, recordFile } from '../support/text/file-name.ts'
import { firstNames } from '../support/text/one-line.ts'
import { sampleRows } from '../support/text/sample-fields.ts'

/** Progress is told each time so many bytes more are written. */
const PROGRESS_BYTES = 4_000_000
/** Names of fields that a result shows. */
const FIELDS_NAMED = 30

const output = z.object({
  path: z.string(),
  rows: z.number().optional(),
  bytes: z.number(),
  fields: z.array(z.string()).optional(),
  contentType: z.string().optional(),
  note,
})
type Result = z.input<typeof output>

export default defineTool({
  name: 'export_items',
  title: 'Export items',
  description:
    'Writes all rows of a dataset, or one record (`recordKey`), to a file on this machine. Returns its path, row count, bytes and fields. Use it for data too large for `list_dataset_items`; it uses no context.',
  toolset: 'storage',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  needs: 'downloads',
  confirm: { kind: 'write', question },
  timeoutSecs: 3600,
  input: z.strictObject({
    datasetId: datasetId.optional(),
    runId: ownerRunId.optional(),
    storeId: storeId.optional(),
    recordKey: recordKey.optional(),
    format: itemFormat.default('jsonl'),
    fields: names.describe('Only these fields').optional(),
    clean: z.boolean().describe('Omit empty rows and hidden fields (`#…`)').optional(),
    fileName: z.string().describe('Replaces any file with this name').optional(),
  }),
  output,
  async handler(input, context) {
    const { ref, downloads } = sourceOf(input, context)
    const { recordKey, fileName, ...query } = input
    return recordKey === undefined
      ? exportRows(ref, query, fileName, downloads, context)
      : exportRecord(ref, recordKey, fileName, downloads, context)
  },
})

interface Source {
  datasetId?: string | undefined
  runId?: string | undefined
  storeId?: string | undefined
  recordKey?: string | undefined
  fileName?: string | undefined
}

/** @throws ToolError where nothing can be exported: no folder, no source, or two */
function sourceOf(
  { datasetId, runId, storeId, recordKey, fileName }: Source,
  { downloads }: ConfirmationContext,
): { ref: StorageRef; downloads: Downloads } {
  if (!downloads) {
    throw new ToolError(
      'This server cannot write files.',
      'Ask the operator to start it with --download-dir, or read pages with `list_dataset_items`.',
    )
  }
  if (fileName !== undefined) downloads.check(fileName)
  if (recordKey !== undefined && datasetId === undefined)
    return { ref: storageRef('storeId', storeId, runId), downloads }
  if (recordKey === undefined && storeId === undefined)
    return { ref: storageRef('datasetId', datasetId, runId), downloads }
  throw new ToolError(
    '`datasetId` cannot be combined with `recordKey`, and `storeId` needs `recordKey`.',
    'To export a record, give `recordKey` with `storeId` or `runId`. To export rows, give `datasetId` or `runId`.',
  )
}

function question(input: Source & { format: string }, around: ConfirmationContext): string {
  const { ref } = sourceOf(input, around)
  const { recordKey, fileName, format } = input
  const what = recordKey === undefined ? 'all rows' : `record ${quoted(recordKey)}`
  const owner = 'id' in ref ? quoted(ref.id) : `run ${quoted(ref.runId)}`
  const file = fileName ?? (recordKey === undefined ? rowsFile(ref, format) : undefined)
  return `Write ${what} of ${owner} to ${file ? `file ${quoted(file)}` : 'a file named after it'} in the download folder? An existing file with that name is replaced.`
}

function rowsFile(ref: StorageRef, format: string): string {
  return `${fileStem('id' in ref ? ref.id : ref.runId)}.${format}`
}

type RowsQuery = {
  format: z.output<typeof itemFormat>
  fields?: string[] | undefined
  clean?: boolean | undefined
}

async function exportRows(
  ref: StorageRef,
  { format, fields, clean }: RowsQuery,
  fileName: string | undefined,
  downloads: Downloads,
  { apify, progress }: Context,
): Promise<Result> {
  const sample = await apify.readItems(
    ref,
    { fields, clean, limit: 100, format: 'jsonl' },
    ({ rows }) => sampleRows(rows),
  )
  const name = fileName ?? rowsFile(ref, format)
  const { saved, total, lines } = await apify.readItems(
    ref,
    { format, fields, clean },
    async ({ chunks, total }) => {
      // Only of jsonl that is not narrowed each stored row is a line; no header tells of the rest.
      const expected = format === 'jsonl' && !clean && !fields ? total : undefined
      const counter = lineCounter(chunks, expected)
      const saved = await downloads.save(name, counter.chunks, reportProgress(progress, total))
      return { saved, total, lines: counter.count() }
    },
  )
  const rows = format === 'jsonl' ? lines : clean ? undefined : total
  return {
    ...saved,
    rows,
    fields: firstNames(
      sample.fields.map(({ name }) => name),
      FIELDS_NAMED,
    ),
  }
}

async function exportRecord(
  ref: StorageRef,
  key: string,
  fileName: string | undefined,
  downloads: Downloads,
  { apify, progress }: Context,
): Promise<Result> {
  return apify.readRecord(ref, key, async ({ contentType, chunks }) => ({
    ...(await downloads.save(
      fileName ?? recordFile(key, contentType),
      chunks,
      reportProgress(progress, undefined),
    )),
    contentType,
  }))
}

/** Tells of bytes now and then, since a client that hears nothing gives up. */
function reportProgress(
  progress: Context['progress'],
  total: number | undefined,
): (bytes: number) => void {
  let next = 0
  const of = total === undefined ? '' : `, ${total} rows in total`
  return (bytes) => {
    if (bytes < next) return
    next = bytes + PROGRESS_BYTES
    progress(`${(bytes / 1e6).toFixed(1)} MB written${of}`)
  }
}

/** Counts lines as they pass. @param expected fewer lines than this are an error at their end */
function lineCounter(source: AsyncIterable<Buffer>, expected = 0) {
  let lines = 0
  let last = 10
  /** A last line without its end is a line too. */
  const count = () => (last === 10 ? lines : lines + 1)
  async function* counted() {
    for await (const chunk of source) {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++
      last = chunk.at(-1) ?? last
      yield chunk
    }
    if (count() >= expected) return
    throw new ToolError(
      `Only ${count()} of ${expected} rows arrived; nothing was written.`,
      'Call again. If it fails again, read pages with `list_dataset_items`.',
    )
  }
  return { chunks: counted(), count }
}
