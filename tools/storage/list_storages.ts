import { z } from 'zod'
import type { ApiStorage, StorageType } from '../../src/apify/types/storage-types.ts'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { type Context, defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, note, notes, offset, storageType } from '../support/arguments.ts'
import { oneLine } from '../support/text/one-line.ts'

/** Requests for storages without a name at most, of which each may bring named ones only. */
const MAX_REQUESTS = 5
/** The most that one request of the API returns. */
const PAGE_SIZE = 1000

export default defineTool({
  name: 'list_storages',
  title: 'List storages',
  description:
    'Lists datasets or key-value stores of the account, newest first: named ones, then those of runs; `next` gives the next page. For the storages of one run use `get_run`.',
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
  async handler({ type, limit, offset, unnamed }, { apify, settings }) {
    const found = unnamed ? [] : await readNamed(apify, type, { limit, offset })
    const room = limit - found.length
    const rest =
      room > 0 ? await readUnnamed(apify, type, { limit: room, offset: unnamed ? offset : 0 }) : []
    const end = found.at(-1)
    if (end && room > 0 && rest.length === 0) end.next = undefined
    const entries = [...found, ...rest]
    const rows = entries.flatMap(({ storage }) => (storage ? [storageSummary(type, storage)] : []))
    return fitPage(rows, settings.maxResultTokens, (fitted) => ({
      storages: fitted.rows,
      next: goOn(entries, fitted.rowsUsed, rows.length),
      note: notes(rows.length === 0 && offset === 0 && `There is no ${type}.`),
    }))
  },
})

/** A storage and where the list goes on after it; without a storage it only says where. */
interface Entry {
  storage?: ApiStorage
  next: { offset: number; unnamed: boolean } | undefined
}

interface Page {
  limit: number
  offset: number
}

async function readNamed(
  apify: Context['apify'],
  type: StorageType,
  { limit, offset }: Page,
): Promise<Entry[]> {
  const { items } = await apify.listStorages(type, { unnamed: false, offset, limit })
  // A page that is not full is the last one, after which those without a name begin.
  const last = items.length < limit
  return items.map((storage, i) => ({
    storage,
    next:
      last && i === items.length - 1
        ? { offset: 0, unnamed: true }
        : { offset: offset + i + 1, unnamed: false },
  }))
}

/** Goes through the list of all storages, whose positions count the named ones too. */
async function readUnnamed(
  apify: Context['apify'],
  type: StorageType,
  { limit, offset }: Page,
): Promise<Entry[]> {
  const entries: Entry[] = []
  let at = offset
  for (let requests = 0; requests < MAX_REQUESTS; requests++) {
    const { items } = await apify.listStorages(type, {
      unnamed: true,
      offset: at,
      limit: PAGE_SIZE,
    })
    for (const storage of items) {
      at++
      if (!storage.name) entries.push({ storage, next: { offset: at, unnamed: true } })
      if (entries.length > limit) return entries.slice(0, limit)
    }
    if (items.length < PAGE_SIZE) {
      const end = entries.at(-1)
      if (end) end.next = undefined
      return entries
    }
  }
  return [...entries, { next: { offset: at, unnamed: true } }]
}

/** Where the list goes on after as many rows as fit. */
function goOn(entries: readonly Entry[], taken: number, rows: number): Entry['next'] {
  return entries.at(taken < rows ? taken - 1 : -1)?.next
}

function storageSummary(type: StorageType, storage: ApiStorage): object {
  const bytes = storage.stats?.inflatedBytes || storage.stats?.storageBytes
  return {
    [type === 'dataset' ? 'datasetId' : 'storeId']: storage.id,
    name: oneLine(storage.name, 100),
    title: oneLine(storage.title, 100),
    itemCount: storage.itemCount ?? undefined,
    bytes: bytes ?? undefined,
    createdAt: storage.createdAt ?? undefined,
    modifiedAt: storage.modifiedAt ?? undefined,
    runId: storage.actRunId ?? undefined,
  }
}
