import { z } from 'zod'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { anyStorageType, note, storageId } from '../support/arguments.ts'
import { shownName, shownType } from '../support/confirmation-questions.ts'

/** The API says what is wrong with a name. */
const storageName = z.string().refine((name) => name !== '', 'must not be empty')

export default defineTool({
  name: 'rename_storage',
  title: 'Rename storage',
  description: 'Names or renames a storage. A named one is kept until someone deletes it.',
  purpose: 'Name a storage, or rename it',
  toolset: 'develop',
  annotations: { ...WRITE, idempotentHint: true },
  confirm: {
    kind: 'write',
    question: ({ type, storageId, name }) =>
      `Rename ${shownType(type)} ${shownName(plainHandle(storageId))} to ${shownName(name)}? Whatever uses its present name no longer finds it.`,
  },
  input: z.strictObject({ type: anyStorageType, storageId, name: storageName }),
  output: z.object({
    storageId: z.string(),
    name: z.string(),
    previousName: z.string().optional(),
    note,
  }),
  async handler({ type, storageId, name }, { apify }) {
    const before = await apify.findStorage(type, storageId)
    const previousName = before.name ?? undefined
    if (previousName === name)
      return { storageId: before.id, name, note: 'It had this name already.' }
    const { id, name: given } = await apify.renameStorage(type, before.id, name)
    return { storageId: id, name: given ?? name, previousName }
  },
})
