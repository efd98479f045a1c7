import { z } from 'zod'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { datasetId, jsonObject } from '../support/arguments.ts'
import { shownName, sized } from '../support/confirmation-questions.ts'
import { countOf } from '../support/count-of.ts'
import { shownJson } from '../support/shown-content.ts'
import { pushBatches } from '../support/storage-writes/push-batches.ts'

export default defineTool({
  name: 'push_dataset_items',
  title: 'Push dataset items',
  description:
    'Appends rows to a dataset and returns how many were stored. Rows cannot be changed or removed later. For one named document use `put_record`.',
  toolset: 'storage',
  annotations: WRITE,
  confirm: {
    kind: 'write',
    question({ datasetId, items }) {
      const bytes = Buffer.byteLength(pushBatches(items).flat().join(''))
      return `Append ${countOf(items.length, 'row')} (${sized(bytes)}) to dataset ${shownName(plainHandle(datasetId))}? Rows cannot be removed later.`
    },
    content: ({ items }) => `Rows: ${shownJson(JSON.stringify(items))}`,
  },
  input: z.strictObject({
    datasetId,
    items: z.array(jsonObject).min(1).describe('Rows, each a JSON object'),
  }),
  output: z.object({ datasetId: z.string(), pushed: z.number() }),
  async handler({ datasetId, items }, { apify }) {
    const pushed = await apify.pushItems(datasetId, pushBatches(items))
    return { datasetId: plainHandle(datasetId), pushed }
  },
})
