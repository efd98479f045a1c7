import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import {
  next,
  note,
  ownerRunId,
  position,
  recordKey,
  storageRef,
  storeId,
} from '../support/arguments.ts'
import { attachBinaryRecord } from '../support/records/binary-record.ts'
import { readJsonRecord } from '../support/records/json-record.ts'
import { readTextRecord } from '../support/records/text-record.ts'

export default defineTool({
  name: 'get_record',
  title: 'Get record',
  description:
    "Reads one record of a key-value store, or of a run's default store (INPUT, OUTPUT, screenshots): JSON as `value`, text in pages, small images as images. For rows use `list_dataset_items`.",
  purpose: 'Read a record, also images',
  toolset: 'storage',
  annotations: READ,
  view: 'record',
  payment: 'reads',
  input: z.strictObject({
    storeId: storeId.optional(),
    runId: ownerRunId.optional(),
    recordKey,
    path: z.string().describe('Part of a JSON record, such as `pages[0].title`').optional(),
    offset: position.describe('Characters of text to skip; take it from `next`').optional(),
  }),
  output: z.object({
    contentType: z.string(),
    size: z.number().optional(),
    value: z.unknown().optional(),
    text: z.string().optional(),
    next,
    note,
  }),
  async handler({ storeId, runId, recordKey, path, offset }, context) {
    const ref = storageRef('storeId', storeId, runId)
    const { maxResultTokens } = context.settings
    const from = offset ?? 0
    const page = await context.apify.readRecord(ref, recordKey, async (record) => {
      const { kind, mimeType } = record
      const isJson = kind === 'json'
      if (path !== undefined && !isJson) {
        throw new ToolError(
          `\`path\` reads JSON, but this record is ${mimeType}.`,
          'Call again without `path`.',
        )
      }
      // JSON with an offset alone is read on as text.
      if (isJson && (offset === undefined || path !== undefined))
        return readJsonRecord(record, { path, offset: from }, maxResultTokens)
      if (isJson || kind === 'text') return readTextRecord(record, from, maxResultTokens)
      return attachBinaryRecord(record, { ref, recordKey }, context)
    })
    if (page) return page
    // As much of it was read as it takes to know that. The page may be in what is gone.
    return context.apify.readRecord(ref, recordKey, (record) =>
      readTextRecord(record, from, maxResultTokens, NOT_JSON),
    )
  },
})

const NOT_JSON = 'The record is marked as JSON but is not valid JSON, so it is shown as text.'
