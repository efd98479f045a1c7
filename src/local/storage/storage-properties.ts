import { z } from 'zod'
import { invalidValue } from '../api-error.ts'

const generalAccess = z
  .enum([
    'ANYONE_WITH_ID_CAN_READ',
    'ANYONE_WITH_NAME_CAN_READ',
    'FOLLOW_USER_SETTING',
    'RESTRICTED',
  ])
  .default('RESTRICTED')

/** What a client may change about a storage. */
export const storageChange = z.object({
  name: z.string().nullish(),
  generalAccess: generalAccess.unwrap().optional(),
})

/** What every kind of storage has. Kept as `storage.json` in its folder. */
export const storageProperties = z.object({
  id: z.string(),
  name: z.string().nullable(),
  createdAt: z.string(),
  /** The Actor and the run that it was created for, if any. */
  actId: z.string().nullable(),
  actRunId: z.string().nullable(),
  /** The dataset schema from the Actor's definition. */
  schema: z.record(z.string(), z.unknown()).nullable(),
  /** Has no effect here: there is one user. */
  generalAccess,
})

export type StorageChange = z.infer<typeof storageChange>

export type StorageProperties = z.infer<typeof storageProperties>

/** A storage as it is opened. */
export interface Storage {
  /** Replaced as a whole when they change. */
  properties: StorageProperties
  /** Waits for pending writes. */
  settle(): Promise<void>
}

/** The properties of a storage that has no name and belongs to no run. */
export const UNOWNED = {
  name: null,
  actId: null,
  actRunId: null,
  schema: null,
  generalAccess: 'RESTRICTED',
} as const

/** Apify's rule: letters and digits, with hyphens between them. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i

/** @throws {ApiError} 400 `invalid-value` for a text that cannot be the name of a storage */
export function checkName(name: string): void {
  if (NAME.test(name)) return
  const rule = 'up to 63 letters, digits and hyphens, with no hyphen at either end'
  throw invalidValue(`"${name.slice(0, 80)}" is not a valid name. Use ${rule}.`)
}
