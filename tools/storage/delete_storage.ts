import { z } from 'zod'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { anyStorageType, note, storageId } from '../support/arguments.ts'
import { shownName, shownType } from '../support/confirmation-questions.ts'
import { storageBytes } from '../support/storage-lists/storage-summary.ts'
import { countRecords } from '../support/storage-writes/count-records.ts'

export default defineTool({
  name: 'delete_storage',
  title: 'Delete storage',
  description: 'Deletes a storage with all that is in it. This cannot be undone.',
  purpose: 'Delete a storage and its contents',
  toolset: 'develop',
  annotations: { ...WRITE, destructiveHint: true, idempotentHint: true },
  confirm: {
    kind: 'write',
    question: ({ type, storageId }) =>
      `Delete ${shownType(type)} ${shownName(plainHandle(storageId))} with all that is in it? This cannot be undone.`,
  },
  input: z.strictObject({ type: anyStorageType, storageId }),
  output: z.object({
    deleted: z.string(),
    type: z.string(),
    name: z.string().optional(),
    itemCount: z.number().optional(),
    recordCount: z.number().optional(),
    requestCount: z.number().optional(),
    bytes: z.number().optional(),
    note,
  }),
  async handler({ type, storageId }, { apify }) {
    const storage = await apify.findStorage(type, storageId)
    const records =
      type === 'key-value-store'
        ? await countRecords(apify, storage.id)
        : { recordCount: undefined }
    await apify.deleteStorage(type, storage.id)
    return {
      deleted: storage.id,
      type,
      name: storage.name ?? undefined,
      itemCount: storage.itemCount ?? undefined,
      requestCount: storage.totalRequestCount ?? undefined,
      bytes: storageBytes(storage),
      ...records,
    }
  },
})
