import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { credibleTotal } from '../../src/budget/row-page.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { datasetId, note, notes, ownerRunId, storageRef } from '../support/arguments.ts'
import { countOf } from '../support/count-of.ts'
import { fitExampleRow } from '../support/dataset-pages/example-row.ts'
import { lateRowsNote } from '../support/dataset-pages/paging.ts'
import { readSample } from '../support/dataset-pages/read-sample.ts'
import { storageBytes } from '../support/storage-lists/storage-summary.ts'
import { fieldName } from '../support/text/one-line.ts'

/** The share of the budget that the row may take. */
const ROW_SHARE = 0.4

export default defineTool({
  name: 'get_dataset',
  title: 'Get dataset',
  description:
    "Describes a dataset, or a run's default dataset: row count, bytes, one row, and each field with its type and the share of rows that have it (from a sample). Use it before `list_dataset_items` to choose `fields`.",
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
    note,
  }),
  async handler({ datasetId, runId }, { apify, settings: { maxResultTokens } }) {
    const ref = storageRef('datasetId', datasetId, runId)
    const [dataset, sample] = await Promise.all([apify.getDataset(ref), readSample(apify, ref)])
    const { row, rowNote } = fitExampleRow(sample, maxResultTokens * ROW_SHARE)
    const fields = sample.fields.map((field) => ({
      ...field,
      name: fieldName(field.name, 100),
    }))
    // Both counts trail by some seconds, the dataset's own more than the listing's.
    const itemCount =
      credibleTotal(sample.total, sample.rows) ??
      credibleTotal(dataset.itemCount ?? undefined, sample.rows)
    const lateRows = lateRowsNote(0, sample.rows, itemCount)
    return fitPage(fields, maxResultTokens, (fitted) => ({
      datasetId: dataset.id,
      name: dataset.name ?? undefined,
      itemCount,
      bytes: storageBytes(dataset) || undefined,
      createdAt: dataset.createdAt ?? undefined,
      modifiedAt: dataset.modifiedAt ?? undefined,
      sampledRows: sample.rows,
      row,
      fields: fitted.rows,
      note: notes(
        lateRows ?? (sample.rows === 0 && 'The dataset is empty.'),
        fitted.rowsUsed < fields.length &&
          `${countOf(fields.length - fitted.rowsUsed, 'more field')} did not fit.`,
        rowNote,
      ),
    }))
  },
})
