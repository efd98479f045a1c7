import { z } from 'zod'
import type { StorageRef } from '../../src/apify/types/storage-types.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { isObject } from '../../src/shared/json.ts'
import type { ArgumentKind } from './pasted-ids/address.ts'
import { readPastedId } from './pasted-ids/pasted-id.ts'

export const actorId = idSchema('actor').describe('`user/name` or id of the Actor')
export const taskId = idSchema('task').describe('Saved task instead: name or id')
export const savedTaskId = idSchema('task').describe('Id or name of a task')
/** What a list names by the one or the other, without descriptions, which the list has. */
export const runTargets = {
  actorId: idSchema('actor').optional(),
  taskId: idSchema('task').optional(),
}
export const scheduleId = idSchema('schedule').describe('Id or name of a schedule')
export const webhookId = idSchema('webhook').describe('Webhook id')
export const runId = idSchema('run').describe('Run id')
export const buildId = idSchema('build').describe('Build id')
export const queueId = idSchema('queue').describe('Id or name of a queue')
export const storageId = idSchema('dataset', 'store', 'queue').describe('Id or name')
export const runOrBuildId = idSchema('run', 'build').describe('Id of a run or build')
export const datasetId = idSchema('dataset').describe('Id or name of a dataset')
export const storeId = idSchema('store').describe('Id or name of a key-value store')
export const recordKey = idSchema('record').describe('Key, such as `OUTPUT`')

/** Stands in place of the id of a storage. */
export const ownerRunId = idSchema('run').describe('Run id instead, for its default storage')

/** More do not fit into the URL of a request. `tools/list` leaves the bound out, which no model needs. */
const MAX_NAMES = 2000

/** A position in a list or a text. `tools/list` leaves out the upper bound, which tells a model nothing. */
export const position = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
export const offset = position.describe('Entries to skip; take it from `next`').default(0)
/** At most 1000, the maximum of the API's own lists; only the lists of items have none. */
export const limit = z.int().min(1).max(1000)
export const names = z
  .array(z.string())
  .refine((list) => list.length <= MAX_NAMES, `must have at most ${MAX_NAMES} names`)

/** A JSON object with any keys. */
export const jsonObject = z
  .custom<Record<string, unknown>>(isObject, 'must be a JSON object')
  .meta({ type: 'object' })
export const actorInput = jsonObject.describe("The Actor's input")

/** The formats in which the API returns items. */
export const itemFormat = z.enum(['json', 'jsonl', 'csv', 'xml', 'html', 'rss', 'xlsx'])
export const storageType = z.enum(['dataset', 'key-value-store'])
export const anyStorageType = z.enum([...storageType.options, 'request-queue'])

/** The part of a result that gives the next page, which is missing on the last page. */
export const next = z.object({ offset: z.number() }).optional()
/** The part of a result that says what the other parts cannot, in sentences. */
export const note = z.string().optional()

/**
 * Returns the schema of an id: a string, from which parsing takes the id if more was pasted.
 * @param kinds what the id may be of
 */
function idSchema(...kinds: [ArgumentKind, ...ArgumentKind[]]): z.ZodString {
  return z.string().check((parsed) => {
    const read = readPastedId(parsed.value, kinds)
    if ('id' in read) parsed.value = read.id
    else parsed.issues.push({ code: 'custom', message: read.problem, input: parsed.value })
  })
}

/**
 * Returns the storage that a call names, by its own id or as the default storage of a run.
 * @param argument the name of the argument that holds the storage's own id
 * @param runArgument the name of the argument that holds the id of a run
 * @throws {ToolError} if both or neither of the ids are given
 */
export function storageRef(
  argument: string,
  id: string | undefined,
  runId: string | undefined,
  runArgument = 'runId',
): StorageRef {
  if (id !== undefined && runId === undefined) return { id }
  if (runId !== undefined && id === undefined) return { runId }
  throw new ToolError(
    id === undefined
      ? `Neither \`${argument}\` nor \`${runArgument}\` is given.`
      : `Both \`${argument}\` and \`${runArgument}\` are given.`,
    `Give exactly one: \`${argument}\` for a storage, or \`${runArgument}\` for the default storage of that run.`,
  )
}

/** Joins the sentences that apply. Returns undefined if none does. */
export function notes(...sentences: (string | false | undefined)[]): string | undefined {
  return sentences.filter((sentence) => sentence).join(' ') || undefined
}
