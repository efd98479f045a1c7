import { z } from 'zod'
import type { StorageRef } from '../../src/apify/types/storage-types.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { isObject } from '../../src/shared/json.ts'

export const actorId = z.string().describe('`user/name` or id of the Actor')
export const runId = z.string().describe('Run id')
export const datasetId = z.string().describe('Id or `user/name` of a dataset')
export const storeId = z.string().describe('Id or `user/name` of a key-value store')
export const recordKey = z.string().describe('Key, such as `OUTPUT`')

/** Stands in place of the id of a storage. */
export const ownerRunId = z.string().describe('Run id instead, for its default storage')

/** A position in a list or a text. `tools/list` leaves out the upper bound, which tells a model nothing. */
export const position = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
export const offset = position.describe('Entries to skip; take it from `next`').default(0)
/** At most 1000, the maximum of the API's own lists; only the lists of items have none. */
export const limit = z.int().min(1).max(1000)
export const names = z.array(z.string())

/** A JSON object with any keys. */
export const jsonObject = z
  .custom<Record<string, unknown>>(isObject, 'must be a JSON object')
  .meta({ type: 'object' })
export const actorInput = jsonObject.describe("The Actor's input")

/** The formats in which the API returns items. */
export const itemFormat = z.enum(['json', 'jsonl', 'csv', 'xml', 'html', 'rss', 'xlsx'])
export const storageType = z.enum(['dataset', 'key-value-store'])

/** The part of a result that gives the next page, which is missing on the last page. */
export const next = z.object({ offset: z.number() }).optional()
/** The part of a result that says what the other parts cannot, in sentences. */
export const note = z.string().optional()

/**
 * Returns the storage that a call names, by its own id or as the default storage of a run.
 * @param argument the name of the argument that holds the storage's own id
 * @throws {ToolError} if both or neither of the ids are given
 */
export function storageRef(
  argument: string,
  id: string | undefined,
  runId: string | undefined,
): StorageRef {
  if (id !== undefined && runId === undefined) return { id }
  if (runId !== undefined && id === undefined) return { runId }
  throw new ToolError(
    id === undefined
      ? `Neither \`${argument}\` nor \`runId\` is given.`
      : `Both \`${argument}\` and \`runId\` are given.`,
    `Give exactly one: \`${argument}\` for a storage, or \`runId\` for the default storage of that run.`,
  )
}

/** Joins the sentences that apply. Returns undefined if none does. */
export function notes(...sentences: (string | false | undefined)[]): string | undefined {
  return sentences.filter((sentence) => sentence).join(' ') || undefined
}
