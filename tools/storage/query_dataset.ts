import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { datasetId, limit, names, note, ownerRunId, storageRef } from '../support/arguments.ts'
import { queryDatasets } from '../support/query/query-datasets.ts'

export default defineTool({
  name: 'query_dataset',
  title: 'Query dataset',
  description:
    "Answers a question about all rows of a dataset with one SQLite SELECT over the table `items`: count, group, sort, join, find (`title LIKE '%tea%'`). Columns are the fields, JSON by `seller->>'name'`. Use it instead of paging with `list_dataset_items`.",
  purpose: 'Ask a dataset in SQL',
  toolset: 'storage',
  annotations: READ,
  view: 'dataset',
  payment: 'reads',
  input: z.strictObject({
    datasetId: datasetId.optional(),
    runId: ownerRunId.optional(),
    sql: z
      .string()
      .describe(
        "Full text: `WHERE _row IN (SELECT rowid FROM items_fts WHERE items_fts MATCH 'tea')`",
      ),
    fields: names.describe('Load only these fields').optional(),
    limit: limit.describe('Maximum rows').default(100),
    otherDatasetId: datasetId.describe('Dataset to read as table `other`').optional(),
    otherRunId: ownerRunId.describe('Run whose dataset is `other`').optional(),
  }),
  output: z.object({
    columns: z.array(z.string()),
    rows: z.array(z.array(z.unknown())),
    rowCount: z.number(),
    scanned: z.number(),
    truncated: z.boolean(),
    note,
  }),
  async handler({ datasetId, runId, otherDatasetId, otherRunId, ...query }, context) {
    const items = storageRef('datasetId', datasetId, runId)
    const hasOther = otherDatasetId !== undefined || otherRunId !== undefined
    const other = hasOther
      ? storageRef('otherDatasetId', otherDatasetId, otherRunId, 'otherRunId')
      : undefined
    return queryDatasets({ items, other }, query, context)
  },
})
