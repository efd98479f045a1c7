import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import {
  datasetId,
  itemFormat,
  limit,
  names,
  note,
  offset,
  ownerRunId,
  position,
  storageRef,
} from '../support/arguments.ts'
import { readLongField } from '../support/dataset-pages/long-field.ts'
import { rowOutput } from '../support/dataset-pages/row-output.ts'
import { listRows } from '../support/dataset-pages/rows.ts'
import { listText } from '../support/dataset-pages/text-format.ts'
import { attachWorkbook } from '../support/dataset-pages/workbook.ts'

export default defineTool({
  name: 'list_dataset_items',
  title: 'List dataset items',
  description:
    "Reads rows of a dataset, or of a run's default dataset, in pages that fit the context; `next` gives the next page. Choose `fields` to see more rows. For one record such as OUTPUT use `get_record`.",
  purpose: 'Read rows in pages that fit',
  toolset: 'storage',
  annotations: READ,
  view: 'dataset',
  payment: 'reads',
  input: z.strictObject({
    datasetId: datasetId.optional(),
    runId: ownerRunId.optional(),
    offset,
    limit: limit.describe('Maximum rows; fewer if they do not fit').default(20),
    fields: names.describe('Show only these fields').optional(),
    omit: names.describe('Omit these fields').optional(),
    unwind: names.describe('Array fields to split into one row per entry').optional(),
    flatten: names.describe('Object fields to turn into `a.b` fields').optional(),
    desc: z.boolean().describe('Newest first').optional(),
    clean: z.boolean().describe('Omit empty rows and hidden fields (`#…`)').optional(),
    view: z.string().describe("A view defined in the dataset's schema").optional(),
    format: z
      .enum([...itemFormat.options, 'table'])
      .describe('`json` returns objects, `table` names fields once, `xlsx` a file, the others text')
      .default('json'),
    charOffset: position
      .describe(
        'Reads one long value as text from this character; needs `offset` and one name in `fields`',
      )
      .optional(),
  }),
  output: z.object({
    ...rowOutput,
    text: z.string().optional(),
    offset: z.number(),
    count: z.number(),
    total: z.number().optional(),
    next: z.object({ offset: z.number().optional(), charOffset: z.number().optional() }).optional(),
    note,
  }),
  async handler({ datasetId, runId, charOffset, ...query }, context) {
    const ref = storageRef('datasetId', datasetId, runId)
    if (charOffset !== undefined) return readLongField(ref, query, charOffset, context)
    if (query.format === 'json' || query.format === 'table') return listRows(ref, query, context)
    if (query.format === 'xlsx') return attachWorkbook(ref, query, context)
    return listText(ref, query, context)
  },
})
