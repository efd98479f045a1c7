import { z } from 'zod'
import type { ListedKey, ListedKeys } from '../../src/apify/types/storage-types.ts'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, note, notes, ownerRunId, storageRef, storeId } from '../support/arguments.ts'
import { incompleteNote } from '../support/incomplete-note.ts'

export default defineTool({
  name: 'list_records',
  title: 'List records',
  description:
    "Lists keys and sizes of the records of a key-value store, or of a run's default store; `next` gives the next page. Read one with `get_record`.",
  purpose: 'List the keys of a store',
  toolset: 'storage',
  annotations: READ,
  payment: 'reads',
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
    const rest = keyAfterPage(page, limit)
    return fitKeys(page.items, settings.maxResultTokens, ({ rows, shown, isWhole }) => {
      const next = isWhole ? rest : lastKey(shown)
      return {
        records: rows,
        next: next === undefined ? undefined : { after: next },
        note: notes(
          page.items.length === 0 &&
            after === undefined &&
            (prefix ? 'No key starts with this `prefix`.' : 'The store is empty.'),
          incompleteNote(rowsOf(shown), 'recordKey'),
        ),
      }
    })
  },
})

interface FittedKeys {
  rows: unknown[]
  /** What the rows show. */
  shown: readonly ListedKey[]
  /** Whether they are all keys of the page. */
  isWhole: boolean
}

/** Fits keys into a budget. A page that goes on ends with a key that `after` can name. */
function fitKeys<R>(
  keys: readonly ListedKey[],
  maxTokens: number,
  wrap: (fitted: FittedKeys) => R,
): R {
  return fitPage(rowsOf(keys), maxTokens, ({ rows, rowsUsed }) => {
    const isWhole = rowsUsed === keys.length
    const last = keys.findLastIndex(({ isRedacted }, i) => !isRedacted && i < rowsUsed)
    // A page of nothing but redacted keys would be the last.
    const next = keys.findIndex(({ isRedacted }) => !isRedacted)
    if (!isWhole && last === -1 && next > 0) return fitKeys(keys.slice(next), maxTokens, wrap)
    const count = isWhole || last === -1 ? rowsUsed : last + 1
    return wrap({ rows: rows.slice(0, count), shown: keys.slice(0, count), isWhole })
  })
}

function rowsOf(keys: readonly ListedKey[]) {
  return keys.map(({ key, size }) => ({ recordKey: key || undefined, size: size ?? undefined }))
}

/** Returns the key after which the list goes on; undefined at its end. */
function keyAfterPage({ items, isTruncated, nextExclusiveStartKey }: ListedKeys, limit: number) {
  const goesOn = isTruncated ?? (Boolean(nextExclusiveStartKey) || items.length >= limit)
  if (!goesOn) return undefined
  return nextExclusiveStartKey || lastKey(items)
}

function lastKey(keys: readonly ListedKey[]) {
  return keys.findLast(({ key, isRedacted }) => key && !isRedacted)?.key ?? undefined
}
