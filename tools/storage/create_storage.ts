import { z } from 'zod'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { note, storageType } from '../support/arguments.ts'
import { shownName, shownType } from '../support/confirmation-questions.ts'
import { idName } from '../support/storage-lists/storage-summary.ts'

const EXISTED = {
  certainly: 'A storage with this name already existed. It keeps its data.',
  perhaps:
    'The answer to a first request was lost: either this call created the storage, or it already existed and keeps its data.',
}

export default defineTool({
  name: 'create_storage',
  title: 'Create storage',
  description:
    'Creates a named dataset or key-value store, or returns the id of the existing one. Use it for data that must outlive runs.',
  purpose: 'Create or find a named storage',
  toolset: 'storage',
  annotations: { ...WRITE, idempotentHint: true },
  confirm: {
    kind: 'write',
    question: ({ type, name }) =>
      `Create ${shownType(type)} ${shownName(name)}? It is kept until someone deletes it.`,
  },
  input: z.strictObject({
    type: storageType,
    name: z.string().min(1).max(63).describe('Letters, digits and dashes (not first or last)'),
  }),
  output: z.object({
    datasetId: z.string().optional(),
    storeId: z.string().optional(),
    name: z.string().optional(),
    existed: z.boolean(),
    note,
  }),
  async handler({ type, name }, { apify }) {
    const { storage, existed } = await apify.createStorage(type, name)
    return {
      [idName(type)]: storage.id,
      name: storage.name ?? name,
      existed: existed ?? true,
      note: existed === false ? undefined : EXISTED[existed ? 'certainly' : 'perhaps'],
    }
  },
})
