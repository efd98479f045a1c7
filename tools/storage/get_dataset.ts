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
import { fitSchema } from '../support/derive-schema/fit-schema.ts'
import { storageBytes } from '../support/storage-lists/storage-summary.ts'
import type { Sample } from '../support/text/sample-fields.ts'

/** The share of the budget that the row may take. */
const ROW_SHARE = 0.4

export default defineTool({
  name: 'get_dataset',
  title: 'Get dataset',
  description:
    "Describes a dataset, or a run's default dataset: row count, bytes, one row, each field with its type, SQL type and share of filled rows (from a sample), and a `query` that works. Use it before `query_dataset`, and before `list_dataset_items` to choose `fields`.",
  purpose: "A dataset's size, fields and types",
  toolset: 'storage',
  annotations: READ,
  view: 'dataset',
  payment: 'reads',
  input: z.strictObject({
    datasetId: datasetId.optional(),
    runId: ownerRunId.optional(),
    section: z
      .enum(['fields', 'schema'])
      .describe('`schema`: JSON schema of the rows')
      .default('fields'),
  }),
  output: z.object({
    datasetId: z.string(),
    name: z.string().optional(),
    itemCount: z.number().optional(),
    bytes: z.number().optional(),
    createdAt: z.string().optional(),
    modifiedAt: z.string().optional(),
    sampledRows: z.number(),
    row: z.unknown().optional(),
    fields: z.array(z.unknown()).optional(),
    query: z.string().optional(),
    schema: z.unknown().optional(),
    note,
  }),
  async handler({ datasetId, runId, section }, context) {
    const { apify, settings } = context
    const { maxResultTokens } = settings
    const ref = storageRef('datasetId', datasetId, runId)
    const [dataset, sample] = await Promise.all([apify.getDataset(ref), readSample(apify, ref)])
    // Both counts trail by some seconds, the dataset's own more than the listing's.
    const itemCount =
      credibleTotal(sample.total, sample.rows) ??
      credibleTotal(dataset.itemCount ?? undefined, sample.rows)
    const head = {
      datasetId: dataset.id,
      name: dataset.name ?? undefined,
      itemCount,
      bytes: storageBytes(dataset) || undefined,
      createdAt: dataset.createdAt ?? undefined,
      modifiedAt: dataset.modifiedAt ?? undefined,
      sampledRows: sample.rows,
    }
    const countNote = lateRowsNote(0, sample.rows, itemCount) ?? emptyNote(sample)
    const moreNote = sampleNote(sample.rows, itemCount, context)
    if (section === 'schema')
      return fitSchema(sample.items, { ...head, note: notes(countNote, moreNote) }, maxResultTokens)
    return fieldsPage(sample, head, { countNote, moreNote, maxResultTokens })
  },
})

/** What a page says beside the fields, and what it may take. */
interface PageNotes {
  countNote: string | undefined
  moreNote: string | undefined
  maxResultTokens: number
}

/** Builds the result with one row and the fields, without their examples if that is too much. */
function fieldsPage<H extends object>(
  sample: Sample,
  head: H,
  { countNote, moreNote, maxResultTokens }: PageNotes,
) {
  const { row, rowNote } = fitExampleRow(sample, maxResultTokens * ROW_SHARE)
  const { fields, query, hiddenNote } = sqlFields(sample)
  const wrap = (fitted: FittedRows) => ({
    ...head,
    row,
    fields: fitted.rows,
    query,
    note: notes(
      countNote,
      fitted.rowsUsed < fields.length &&
        `${countOf(fields.length - fitted.rowsUsed, 'more field')} did not fit.`,
      moreNote,
      hiddenNote,
      rowNote,
    ),
  })
  const page = fitPage(fields, maxResultTokens, wrap)
  const isWhole = page.fields.length === fields.length
  return isWhole ? page : fitPage(fields.map(withoutExample), maxResultTokens, wrap)
}

function emptyNote({ rows }: Sample): string | undefined {
  return rows === 0 ? 'The dataset is empty.' : undefined
}

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
