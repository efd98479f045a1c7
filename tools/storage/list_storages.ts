import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, note, notes, offset, storageType } from '../support/arguments.ts'
import { incompleteNote } from '../support/incomplete-note.ts'
import { listStorages, positionAfter } from '../support/storage-lists/list-storages.ts'
import { idName, storageSummary } from '../support/storage-lists/storage-summary.ts'

export default defineTool({
  name: 'list_storages',
  title: 'List storages',
  description:
    'Lists datasets or key-value stores of the account, newest first: named ones, then those of runs; `next` gives the next page. For the storages of one run use `get_run`.',
  purpose: 'Find datasets and key-value stores',
  toolset: 'storage',
  annotations: READ,
  input: z.strictObject({
    type: storageType,
    limit: limit.default(20),
    offset,
    unnamed: z.boolean().describe('Only unnamed storages').default(false),
  }),
  output: z.object({
    storages: z.array(z.unknown()),
    next: z.object({ offset: z.number(), unnamed: z.boolean() }).optional(),
    note,
  }),
  async handler({ type, ...range }, { apify, settings }) {
    const page = await listStorages(apify, type, range)
    const rows = page.rows.map(({ storage }) => storageSummary(type, storage))
    return fitPage(rows, settings.maxResultTokens, (fitted) => ({
      storages: fitted.rows,
      next: positionAfter(page, fitted.rowsUsed),
      note: notes(
        rows.length === 0 && range.offset === 0 && `There is no ${type}.`,
        incompleteNote(rows.slice(0, fitted.rowsUsed), idName(type)),
      ),
    }))
  },
})
