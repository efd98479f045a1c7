import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { datasetId, jsonObject, position } from '../support/arguments.ts'
import { shownName, sized } from '../support/confirmation-questions.ts'
import { countOf } from '../support/count-of.ts'
import { shownJson } from '../support/shown-content.ts'
import { pushBatches } from '../support/storage-writes/push-batches.ts'
import { uploadsOf } from '../support/uploads/uploads-of.ts'

const items = z.array(jsonObject).min(1).describe('Rows, each a JSON object')

/** What the tool is with and without files. */
const shared = {
  name: 'push_dataset_items',
  title: 'Push dataset items',
  toolset: 'storage',
  annotations: WRITE,
  output: z.object({ datasetId: z.string(), pushed: z.number() }),
} as const

const pushDatasetItems = defineTool({
  ...shared,
  description:
    'Appends rows to a dataset and returns how many were stored. Rows cannot be changed or removed later. For one named document use `put_record`.',
  purpose: 'Append rows to a dataset',
  confirm: {
    kind: 'write',
    question: ({ datasetId, items }) => pushQuestion(datasetId, items),
    content: ({ items }) => `Rows: ${shownJson(JSON.stringify(items))}`,
  },
  input: z.strictObject({ datasetId, items }),
  async handler({ datasetId, items }, { apify }) {
    const pushed = await apify.pushItems(datasetId, pushBatches(items))
    return { datasetId: plainHandle(datasetId), pushed }
  },
})

/** The same tool if the operator lets it read files. */
const withUploads = defineTool({
  ...shared,
  description:
    'Appends rows to a dataset, from `items` or from a file of the upload folder, and returns how many were stored. Values of CSV are stored as texts. Rows cannot be changed or removed later. For one named document use `put_record`.',
  timeoutSecs: 3600,
  confirm: {
    kind: 'write',
    question({ datasetId, ...rows }, { uploads }) {
      const { items, file } = oneSource(rows)
      if (items) return pushQuestion(datasetId, items)
      uploadsOf(uploads).check(file)
      const which = rows.offset ? `rows from position ${rows.offset} on` : 'all rows'
      return `Append ${which} of file ${shownName(file)} in the upload folder to dataset ${shownName(plainHandle(datasetId))}? Rows cannot be removed later.`
    },
    content: ({ items }) => items && `Rows: ${shownJson(JSON.stringify(items))}`,
  },
  input: z.strictObject({
    datasetId,
    items: items.optional(),
    file: z.string().describe('Or a path: .json (array), .jsonl, .csv, .tsv').optional(),
    offset: position.describe('Rows of `file` to skip').optional(),
  }),
  async handler({ datasetId, ...rows }, context) {
    const { items, file } = oneSource(rows)
    if (items) return pushDatasetItems.handler({ datasetId, items }, context)
    // Loaded here, since few calls need it.
    const { pushFile } = await import('../support/uploads/push-file.ts')
    const pushed = await pushFile({ datasetId, file, offset: rows.offset ?? 0 }, context)
    return { datasetId: plainHandle(datasetId), pushed }
  },
})

export default defineTool({ ...pushDatasetItems, withUploads })

function pushQuestion(datasetId: string, items: readonly Record<string, unknown>[]): string {
  const bytes = Buffer.byteLength(pushBatches(items).flat().join(''))
  return `Append ${countOf(items.length, 'row')} (${sized(bytes)}) to dataset ${shownName(plainHandle(datasetId))}? Rows cannot be removed later.`
}

type Source<Items> = { items: Items; file?: undefined } | { items?: undefined; file: string }

/** @throws {ToolError} if not exactly one of both is given */
function oneSource<Items>(rows: {
  items?: Items | undefined
  file?: string | undefined
  offset?: number | undefined
}): Source<Items> {
  const { items, file, offset } = rows
  if (items !== undefined && file === undefined && !offset) return { items }
  if (file !== undefined && items === undefined) return { file }
  throw new ToolError(
    items === undefined
      ? 'Neither `items` nor `file` is given.'
      : `Both \`items\` and \`${file === undefined ? 'offset' : 'file'}\` are given.`,
    'Give exactly one: `items`, or `file` with an `offset` if its first rows are stored already.',
  )
}
