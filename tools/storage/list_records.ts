import { z } from 'zod'
import type { ApiKeys } from '../../src/apify/types/storage-types.ts'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, note, notes, ownerRunId, storageRef, storeId } from '../support/arguments.ts'
import { incompleteNote } from '../support/incomplete-note.ts'

export default defineTool({
  name: 'list_records',
  title: 'List records',
  description:
    "Lists keys and sizes of the records of a key-value store, or of a run's default store; `next` gives the next page. Read one with `get_record`.",
  toolset: 'storage',
  annotations: READ,
  input: z.strictObject({
    storeId: storeId.optional(),
    runId: ownerRunId.optional(),
    prefix: z.string().describe('Only keys with this prefix').optional(),
    limit: limit.default(100),
    after: z.string().describe('Only keys after this one; take it from `next`').optional(),
  }),
  output: z.object({
    records: z.array(z.unknown()),
    next: z.object({ after: z.string() }).optional(),
    note,
  }),
  async handler({ storeId, runId, prefix, limit, after }, { apify, settings }) {
    const ref = storageRef('storeId', storeId, runId)
    const page = await apify.listKeys(ref, { prefix, limit, exclusiveStartKey: after })
    const rows = page.items.map(({ key, size }) => ({
      recordKey: key || undefined,
      size: size ?? undefined,
    }))
    const rest = keyAfterPage(page, limit)
    return fitPage(rows, settings.maxResultTokens, (fitted) => {
      const shown = rows.slice(0, fitted.rowsUsed)
      const next = shown.length === rows.length ? rest : lastKey(shown)
      return {
        records: fitted.rows,
        next: next === undefined ? undefined : { after: next },
        note: notes(
          rows.length === 0 &&
            after === undefined &&
            (prefix ? 'No key starts with this `prefix`.' : 'The store is empty.'),
          incompleteNote(shown, 'recordKey'),
        ),
      }
    })
  },
})

/** Returns the key after which the list goes on; undefined at its end. */
function keyAfterPage({ items, isTruncated, nextExclusiveStartKey }: ApiKeys, limit: number) {
  const goesOn = isTruncated ?? (Boolean(nextExclusiveStartKey) || items.length >= limit)
  if (!goesOn) return undefined
  return nextExclusiveStartKey || lastKey(items.map(({ key }) => ({ recordKey: key })))
}

function lastKey(records: readonly { recordKey?: string | null | undefined }[]) {
  return records.findLast(({ recordKey }) => recordKey)?.recordKey ?? undefined
}
