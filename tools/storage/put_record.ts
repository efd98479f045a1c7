import { z } from 'zod'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { jsonObject, recordKey, storeId } from '../support/arguments.ts'
import { MAX_KEY_CHARS, shownName, sized } from '../support/confirmation-questions.ts'
import { recordBody, shownRecord } from '../support/storage-writes/record-body.ts'

export default defineTool({
  name: 'put_record',
  title: 'Put record',
  description:
    'Stores one value under a key of a key-value store, replacing any existing value, and returns its size. For rows use `push_dataset_items`.',
  toolset: 'storage',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  confirm: {
    kind: 'write',
    question({ storeId, recordKey, ...value }) {
      const { body, contentType } = recordBody(recordKey, value)
      return `Write record ${shownName(recordKey, MAX_KEY_CHARS)} (${sized(body.length)}, ${shownName(contentType)}) to key-value store ${shownName(plainHandle(storeId))}? An existing record with that key is replaced.`
    },
    content: ({ storeId: _, recordKey, ...value }) => `Content: ${shownRecord(recordKey, value)}`,
  },
  input: z.strictObject({
    storeId,
    recordKey,
    json: jsonObject.describe('A JSON object').optional(),
    text: z.string().describe('Plain text').optional(),
    base64: z.string().describe('Binary data').optional(),
    contentType: z.string().describe('MIME type, if not the default').optional(),
  }),
  literal: ['text', 'base64'],
  output: z.object({
    storeId: z.string(),
    recordKey: z.string(),
    contentType: z.string(),
    size: z.number(),
  }),
  async handler({ storeId, recordKey, ...value }, { apify }) {
    const { body, contentType } = recordBody(recordKey, value)
    await apify.putRecord(storeId, recordKey, body, contentType)
    return { storeId: plainHandle(storeId), recordKey, contentType, size: body.length }
  },
})
