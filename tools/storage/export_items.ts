import { z } from 'zod'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import {
  datasetId,
  itemFormat,
  names,
  note,
  ownerRunId,
  recordKey,
  storeId,
} from '../support/arguments.ts'
import { exportQuery } from '../support/exports/export-query.ts'
import { exportRecord } from '../support/exports/export-record.ts'
import { exportRows } from '../support/exports/export-rows.ts'
import { exportQuestion, exportSource } from '../support/exports/export-source.ts'

export default defineTool({
  name: 'export_items',
  title: 'Export items',
  description:
    'Writes all rows of a dataset, those of a query (`sql`), or one record (`recordKey`), to a file on this machine. Returns its path, row count, bytes and fields. Use it for data too large for `list_dataset_items`; it uses no context.',
  purpose: 'Write rows to a local file',
  toolset: 'storage',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  payment: 'reads',
  needs: 'downloads',
  confirm: { kind: 'write', question: exportQuestion },
  timeoutSecs: 3600,
  input: z.strictObject({
    datasetId: datasetId.optional(),
    runId: ownerRunId.optional(),
    storeId: storeId.optional(),
    recordKey: recordKey.optional(),
    sql: z.string().describe('SELECT as in `query_dataset`').optional(),
    otherDatasetId: datasetId.describe('Table `other` of `sql`').optional(),
    otherRunId: ownerRunId.describe('Run whose dataset is `other`').optional(),
    format: itemFormat.default('jsonl'),
    fields: names.describe('Only these fields').optional(),
    clean: z.boolean().describe('Omit empty rows and hidden fields (`#…`)').optional(),
    fileName: z.string().describe('Name of the file; an existing one is replaced').optional(),
  }),
  output: z.object({
    path: z.string(),
    rows: z.number().optional(),
    bytes: z.number(),
    fields: z.array(z.string()).optional(),
    contentType: z.string().optional(),
    note,
  }),
  async handler(input, context) {
    const source = exportSource(input, context)
    if (input.recordKey !== undefined) return exportRecord(source, input.recordKey, context)
    const { sql } = input
    return sql === undefined
      ? exportRows(source, input, context)
      : exportQuery(source, { ...input, sql }, context)
  },
})
