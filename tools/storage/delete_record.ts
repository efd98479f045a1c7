import { z } from 'zod'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { recordKey, storeId } from '../support/arguments.ts'
import { MAX_KEY_CHARS, shownName } from '../support/confirmation-questions.ts'

export default defineTool({
  name: 'delete_record',
  title: 'Delete record',
  description: 'Deletes a record of a key-value store. This cannot be undone.',
  purpose: 'Delete a record',
  toolset: 'develop',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  confirm: {
    kind: 'write',
    question: ({ storeId, recordKey }) =>
      `Delete record ${shownName(recordKey, MAX_KEY_CHARS)} of key-value store ${shownName(plainHandle(storeId))}? This cannot be undone.`,
  },
  input: z.strictObject({ storeId, recordKey }),
  output: z.object({
    storeId: z.string(),
    deleted: z.string(),
    contentType: z.string(),
    size: z.number().optional(),
  }),
  async handler({ storeId, recordKey }, { apify }) {
    const store = await apify.findStorage('key-value-store', storeId)
    const { contentType, size } = await apify.readRecord(
      { id: store.id },
      recordKey,
      async (one) => one,
    )
    await apify.deleteRecord(store.id, recordKey)
    return { storeId: store.id, deleted: recordKey, contentType, size }
  },
})
