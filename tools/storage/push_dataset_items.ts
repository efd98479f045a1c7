import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { datasetId, jsonObject } from '../support/arguments.ts'
import { quoted, sized } from '../support/confirmation-questions.ts'

/** The API takes at most 5 MB a push; the rest is room for the array's brackets. */
const MAX_BATCH_BYTES = 5_000_000 - 2

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
      const bytes = batches(items)
        .flat()
        .reduce((sum, json) => sum + Buffer.byteLength(json), 0)
      const rows = items.length === 1 ? '1 row' : `${items.length} rows`
      return `Append ${rows} (${sized(bytes)}) to dataset ${quoted(datasetId)}? Rows cannot be removed later.`
    },
  },
  input: z.strictObject({
    datasetId,
    items: z.array(jsonObject).min(1).describe('Rows, each a JSON object'),
  }),
  output: z.object({ datasetId: z.string(), pushed: z.number() }),
  async handler({ datasetId, items }, { apify }) {
    return { datasetId, pushed: await apify.pushItems(datasetId, batches(items)) }
  },
})

/** Splits items into batches that the API takes; nothing is sent where one item alone is too large. */
function batches(items: readonly object[]): string[][] {
  const all: string[][] = []
  let room = 0
  items.forEach((item, position) => {
    const json = JSON.stringify(item)
    const bytes = Buffer.byteLength(json) + 1
    if (bytes > MAX_BATCH_BYTES) {
      throw new ToolError(
        `items[${position}] is ${bytes} bytes; Apify accepts at most 5 MB. Nothing was stored.`,
        'Make it smaller, or store it with `put_record`.',
      )
    }
    if (bytes > room) {
      all.push([])
      room = MAX_BATCH_BYTES
    }
    all.at(-1)?.push(json)
    room -= bytes
  })
  return all
}
