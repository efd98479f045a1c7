import { ToolError } from '../../shared/errors.ts'
import { plainHandle } from '../../shared/handles.ts'
import type { StorageRef } from '../types/storage-types.ts'
import type { ApiResource } from './api-resource.ts'

/** IDs have 17 characters, usernames at most 30, names of storages and Actors at most 63 (API reference). */
const MAX_ID_LENGTH = 128

/** `id`, `user~name`, `user/name` or `~name` with letters, digits, dots, dashes and underscores. */
const RESOURCE_ID = /^(?:[\w.-]*[~/])?[\w.-]+$/

/** Allowed in record keys (API reference, "Store record"). */
const RECORD_KEY = /^[a-zA-Z0-9!\-_.'()]{1,256}$/

/** Only dots: such a segment would lead out of its place in the path. */
const DOTS = /^\.+$/

/**
 * Encodes the ID of a resource as one path segment: `user/name` becomes `user~name`.
 *
 * @param argument the tool argument, for the error
 * @throws {ToolError} if the value is not an ID or would leave its segment
 */
export function resourceId(argument: string, value: string): string {
  const id = value.replace('/', '~')
  const named = id.split('~').every((part) => !DOTS.test(part))
  if (value.length <= MAX_ID_LENGTH && RESOURCE_ID.test(value) && named)
    return encodeURIComponent(id)
  const forms = argument === 'runId' ? 'an ID such as `HG7ML7M8z78YcAPEB`' : 'an ID, or `user/name`'
  throw new ToolError(
    `\`${argument}\` is not valid: ${quote(plainHandle(value))}.`,
    `Give ${forms}, exactly as in another result.`,
  )
}

/**
 * Encodes the key of a record as one path segment.
 * @throws {ToolError} if the API does not allow the key
 */
export function recordKeySegment(key: string): string {
  if (RECORD_KEY.test(key) && !DOTS.test(key)) return encodeURIComponent(key)
  throw new ToolError(
    `\`recordKey\` is not valid: ${quote(key)}.`,
    "Use 1 to 256 of the characters a-z A-Z 0-9 ! - _ . ' ( ), and not only dots.",
  )
}

/** Quotes a value without the query that it may have as part of a URL, which may hold a token. */
function quote(pasted: string): string {
  const value = pasted.replace(/\?.*/s, '?…')
  return value.length > 60
    ? `${JSON.stringify(value.slice(0, 60))}… (${value.length} characters)`
    : JSON.stringify(value)
}

/** The collections of storages in the API's paths. */
const COLLECTIONS = {
  dataset: 'datasets',
  'key-value store': 'key-value-stores',
  'request queue': 'request-queues',
} as const
export type StorageKind = keyof typeof COLLECTIONS

/** The arguments that take the IDs of storages. */
const ARGUMENTS = {
  dataset: 'datasetId',
  'key-value store': 'storeId',
  'request queue': 'queueId',
} as const

/** Returns the path of a storage, by its own ID or by the run whose default storage it is. */
export function storagePath(kind: StorageKind, ref: StorageRef): string {
  if ('runId' in ref) {
    return `/v2/actor-runs/${resourceId('runId', ref.runId)}/${kind.replaceAll(' ', '-')}`
  }
  return `/v2/${COLLECTIONS[kind]}/${resourceId(ARGUMENTS[kind], ref.id)}`
}

/** Returns the resource that errors of a storage name. */
export function storageResource(kind: StorageKind, ref: StorageRef): ApiResource {
  return 'runId' in ref ? { kind: 'run', id: ref.runId } : { kind, id: ref.id }
}

/** Returns the parts that all GET requests of a run have. */
export function runRequest(runId: string) {
  const resource = { kind: 'run', id: runId } as const
  return { method: 'GET', path: `/v2/actor-runs/${resourceId('runId', runId)}`, resource } as const
}
