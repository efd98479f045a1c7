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
  storageRef,
} from '../support/arguments.ts'
import { readLongField } from '../support/dataset-pages/long-field.ts'
import { listRows } from '../support/dataset-pages/rows.ts'
import { listText } from '../support/dataset-pages/text-format.ts'
import { attachWorkbook } from '../support/dataset-pages/workbook.ts'

const output = z.object({
  items: z.array(z.unknown()).optional(),
  text: z.string().optional(),
  offset: z.number(),
  count: z.number(),
  total: z.number().optional(),
  next: z.object({ offset: z.number().optional(), charOffset: z.number().optional() }).optional(),
  note,
})

export default defineTool({
  name: 'list_dataset_items',
  title: 'List dataset items',
  description:
    'Rows of a dataset, or of the default dataset of a run, a page that fits the context; `next` gives the next page. Choose `fields` to see more rows. For one record such as OUTPUT use `get_record`.',
  toolset: 'storage',
  annotations: READ,
  input: z.strictObject({
    datasetId: datasetId.optional(),
    runId: ownerRunId.optional(),
    offset,
    limit: limit.describe('Rows wanted; fewer come where they do not fit').default(20),
    fields: names.describe('Show only these fields').optional(),
    omit: names.describe('Leave out these fields').optional(),
    unwind: names.describe('Array fields of which each entry becomes a row').optional(),
    flatten: names.describe('Object fields to turn into `a.b` fields').optional(),
    desc: z.boolean().describe('Last stored first').optional(),
    clean: z.boolean().describe('Leave out empty rows and hidden fields (`#…`)').optional(),
    view: z.string().describe("A view that the dataset's schema defines").optional(),
    format: itemFormat
      .describe('`json` gives objects, the others text, `xlsx` a file')
      .default('json'),
    charOffset: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .describe('Reads one long value as text: the row at `offset`, one of `fields`, from here')
      .optional(),
  }),
  output,
  async handler({ datasetId, runId, charOffset, ...query }, context) {
    const ref = storageRef('datasetId', datasetId, runId)
    if (charOffset !== undefined) return readLongField(ref, query, charOffset, context)
    if (query.format === 'json') return listRows(ref, query, context)
    if (query.format === 'xlsx') return attachWorkbook(ref, query, context)
    return listText(ref, query, context)
  },
})
