import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import type { FittedRows } from '../../src/budget/fitted-rows.ts'
import { credibleTotal } from '../../src/budget/row-page.ts'
import { type Context, defineTool, READ } from '../../src/tool-call/tool.ts'
import { datasetId, note, notes, ownerRunId, storageRef } from '../support/arguments.ts'
import { countOf } from '../support/count-of.ts'
import { fitExampleRow } from '../support/dataset-pages/example-row.ts'
import { lateRowsNote } from '../support/dataset-pages/paging.ts'
import { readSample } from '../support/dataset-pages/read-sample.ts'
import { sqlFields, withoutExample } from '../support/dataset-pages/sql-fields.ts'
import { waysFurther } from '../support/dataset-pages/ways-further.ts'
import { storageBytes } from '../support/storage-lists/storage-summary.ts'

/** The share of the budget that the row may take. */
const ROW_SHARE = 0.4

export default defineTool({
  name: 'get_dataset',
  title: 'Get dataset',
  description:
    "Describes a dataset, or a run's default dataset: row count, bytes, one row, each field with its type, SQL type and share of filled rows (from a sample), and a `query` that works. Use it before `query_dataset`, and before `list_dataset_items` to choose `fields`.",
  toolset: 'storage',
  annotations: READ,
  input: z.strictObject({ datasetId: datasetId.optional(), runId: ownerRunId.optional() }),
  output: z.object({
    datasetId: z.string(),
    name: z.string().optional(),
    itemCount: z.number().optional(),
    bytes: z.number().optional(),
    createdAt: z.string().optional(),
    modifiedAt: z.string().optional(),
    sampledRows: z.number(),
    row: z.unknown().optional(),
    fields: z.array(z.unknown()),
    query: z.string(),
    note,
  }),
  async handler({ datasetId, runId }, context) {
    const { apify, settings } = context
    const { maxResultTokens } = settings
    const ref = storageRef('datasetId', datasetId, runId)
    const [dataset, sample] = await Promise.all([apify.getDataset(ref), readSample(apify, ref)])
    const { row, rowNote } = fitExampleRow(sample, maxResultTokens * ROW_SHARE)
    const { fields, query, hiddenNote } = sqlFields(sample)
    // Both counts trail by some seconds, the dataset's own more than the listing's.
    const itemCount =
      credibleTotal(sample.total, sample.rows) ??
      credibleTotal(dataset.itemCount ?? undefined, sample.rows)
    const lateRows = lateRowsNote(0, sample.rows, itemCount)
    const wrap = (fitted: FittedRows) => ({
      datasetId: dataset.id,
      name: dataset.name ?? undefined,
      itemCount,
      bytes: storageBytes(dataset) || undefined,
      createdAt: dataset.createdAt ?? undefined,
      modifiedAt: dataset.modifiedAt ?? undefined,
      sampledRows: sample.rows,
      row,
      fields: fitted.rows,
      query,
      note: notes(
        lateRows ?? (sample.rows === 0 && 'The dataset is empty.'),
        fitted.rowsUsed < fields.length &&
          `${countOf(fields.length - fitted.rowsUsed, 'more field')} did not fit.`,
        sampleNote(sample.rows, itemCount, context),
        hiddenNote,
        rowNote,
      ),
    })
    const page = fitPage(fields, maxResultTokens, wrap)
    const isWhole = page.fields.length === fields.length
    return isWhole ? page : fitPage(fields.map(withoutExample), maxResultTokens, wrap)
  },
})

/** Says that the sample has not all rows, and what answers questions about them. */
function sampleNote(
  sampled: number,
  itemCount: number | undefined,
  context: Context,
): string | undefined {
  if (sampled === 0 || itemCount === undefined || itemCount <= sampled) return undefined
  const rows = countOf(sampled, 'row')
  return `The sample is the first ${rows}: ${waysFurther('limit', undefined, context)}.`
}
