import { ToolError } from '../../shared/errors.ts'
import type { StorageRef } from '../types/run-types.ts'
import type { ApiResource } from './status-failure.ts'

/** Ids are 17 characters, usernames at most 30, storage and Actor names at most 63 (API reference). */
const MAX_ID_LENGTH = 128

/** `id`, `user~name`, `user/name` or `~name`, of letters, digits, dots, dashes and underscores. */
const RESOURCE_ID = /^(?:[\w.-]*[~/])?[\w.-]+$/

/** Allowed in record keys (API reference, "Store record"). */
const RECORD_KEY = /^[a-zA-Z0-9!\-_.'()]{1,256}$/

/** Only dots: such a segment would climb out of its place in the path. */
const DOTS = /^\.+$/

/**
 * The form in which a resource stands in one path segment: `user/name` becomes `user~name`.
 * @throws ToolError where the value could leave its segment or is no id at all
 */
export function resourceId(argument: string, value: string): string {
  const id = value.replace('/', '~')
  const named = id.split('~').every((part) => !DOTS.test(part))
  if (value.length <= MAX_ID_LENGTH && RESOURCE_ID.test(value) && named)
    return encodeURIComponent(id)
  const forms = argument === 'runId' ? 'an id such as `HG7ML7M8z78YcAPEB`' : 'an id, or `user/name`'
  throw new ToolError(
    `\`${argument}\` is not valid: ${quote(value)}.`,
    `Give ${forms}, exactly as another result shows it.`,
  )
}

/** @throws ToolError where the key has characters that the API refuses */
export function recordKeySegment(key: string): string {
  if (RECORD_KEY.test(key) && !DOTS.test(key)) return encodeURIComponent(key)
  throw new ToolError(
    `\`recordKey\` is not valid: ${quote(key)}.`,
    "A key has 1 to 256 characters out of a-z A-Z 0-9 ! - _ . ' ( ).",
  )
}

function quote(value: string): string {
  return value.length > 60
    ? `${JSON.stringify(value.slice(0, 60))}… (${value.length} characters)`
    : JSON.stringify(value)
}

/** The path of a storage, by its own id or through the run whose default it is. */
export function storagePath(collection: 'datasets' | 'key-value-stores', ref: StorageRef): string {
  if ('runId' in ref) {
    const storage = collection === 'datasets' ? 'dataset' : 'key-value-store'
    return `/v2/actor-runs/${resourceId('runId', ref.runId)}/${storage}`
  }
  return `/v2/${collection}/${resourceId(collection === 'datasets' ? 'datasetId' : 'storeId', ref.id)}`
}

export function storageSubject(kind: 'dataset' | 'key-value store', ref: StorageRef): ApiResource {
  return 'runId' in ref ? { kind: 'run', id: ref.runId } : { kind, id: ref.id }
}

/** What every GET of a run says. */
export function runRequest(runId: string) {
  const resource = { kind: 'run', id: runId } as const
  return { method: 'GET', path: `/v2/actor-runs/${resourceId('runId', runId)}`, resource } as const
}
