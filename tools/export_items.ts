import { z } from 'zod'
import type { StorageRef } from '../src/apify/types.ts'
import { firstNames } from '../src/data/one-line.ts'
import { sampleRows } from '../src/data/sample.ts'
import type { Downloads } from '../src/download.ts'
import { ToolError } from '../src/errors.ts'
import { type Context, defineTool, WRITE } from '../src/tool.ts'
import {
  datasetId,
  itemFormat,
  names,
  note,
  ownerRunId,
  recordKey,
  storageRef,
  storeId,
} from './shared.ts'

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
    'Writes all rows of a dataset, or one record (`recordKey`), to a file of this machine and returns its path, rows, bytes and fields. Use it for data that is too large for `list_dataset_items`; it costs no context.',
  toolset: 'storage',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  needs: 'downloads',
  patienceSecs: 3600,
  input: z.strictObject({
    datasetId: datasetId.optional(),
    runId: ownerRunId.optional(),
    storeId: storeId.optional(),
    recordKey: recordKey.optional(),
    format: itemFormat.default('jsonl'),
    fields: names.describe('Only these fields').optional(),
    clean: z.boolean().describe('Leave out empty rows and hidden fields (`#…`)').optional(),
    fileName: z.string().describe('Replaces a file of that name').optional(),
  }),
  output,
  async handler({ datasetId, storeId, runId, recordKey, fileName, ...query }, context) {
    const { downloads } = context
    if (!downloads) {
      throw new ToolError(
        'This server writes no files.',
        'Ask the operator to start it with --download-dir, or page with `list_dataset_items`.',
      )
    }
    if (fileName !== undefined) downloads.check(fileName)
    if (recordKey !== undefined && datasetId === undefined) {
      const ref = storageRef('storeId', storeId, runId)
      return exportRecord(ref, recordKey, fileName, downloads, context)
    }
    if (recordKey !== undefined || storeId !== undefined) {
      throw new ToolError(
        '`datasetId` does not go with `recordKey`, nor `storeId` without it.',
        'For a record give `recordKey` with `storeId` or `runId`; for rows `datasetId` or `runId`.',
      )
    }
    const ref = storageRef('datasetId', datasetId, runId)
    return exportRows(ref, query, fileName, downloads, context)
  },
})

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
  const name = fileName ?? `${fileStem('id' in ref ? ref.id : ref.runId)}.${format}`
  const { saved, total, lines } = await apify.readItems(
    ref,
    { format, fields, clean },
    async ({ chunks, total }) => {
      // Only of jsonl that is not narrowed each stored row is a line; no header tells of the rest.
      const expected = format === 'jsonl' && !clean && !fields ? total : undefined
      const counter = lineCounter(chunks, expected)
      const saved = await downloads.save(name, counter.chunks, told(progress, total))
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
      told(progress, undefined),
    )),
    contentType,
  }))
}

/** Extensions by which programs know common records whose keys have none. */
const EXTENSIONS = new Map([
  ['application/json', '.json'],
  ['application/pdf', '.pdf'],
  ['application/zip', '.zip'],
  ['image/jpeg', '.jpg'],
  ['image/png', '.png'],
  ['text/csv', '.csv'],
  ['text/html', '.html'],
  ['text/plain', '.txt'],
])

function recordFile(key: string, contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const stem = fileStem(key)
  return /\.\w{1,5}$/.test(stem) ? stem : `${stem}${EXTENSIONS.get(type) ?? ''}`
}

/** Ids and keys hold letters that file names do not. */
function fileStem(id: string): string {
  return id.replace(/[^\w.-]+/g, '-').replace(/^[^\w]+|[. ]+$/g, '') || 'export'
}

/** Tells of bytes now and then, since a client that hears nothing gives up. */
function told(progress: Context['progress'], total: number | undefined): (bytes: number) => void {
  let next = 0
  const of = total === undefined ? '' : ` of ${total} rows`
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
      `Only ${count()} of ${expected} rows came; nothing was written.`,
      'Call again; if it stays so, page with `list_dataset_items`.',
    )
  }
  return { chunks: counted(), count }
}
