import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { recordType } from './media-type.ts'

/** File extensions of common records whose keys have none, by media type. */
const EXTENSIONS = new Map([
  ['application/json', '.json'],
  ['application/pdf', '.pdf'],
  ['application/zip', '.zip'],
  ['image/jpeg', '.jpg'],
  ['image/png', '.png'],
  ['text/csv', '.csv'],
  ['text/html', '.html'],
  ['text/plain', '.txt'],
])

/** Returns the default file name of a record: its key, and an extension by its type if it has none. */
export function recordFile(key: string, contentType: string): string {
  const stem = fileStem(key)
  return /\.\w{1,5}$/.test(stem) ? stem : `${stem}${EXTENSIONS.get(recordType(contentType)) ?? ''}`
}

/** Returns the default file name of a dataset's rows in some format. */
export function rowsFile(ref: StorageRef, format: string): string {
  return `${fileStem('id' in ref ? ref.id : ref.runId)}.${format}`
}

/** Replaces the characters of an id or key that file names may not hold. */
function fileStem(id: string): string {
  return id.replace(/[^\w.-]+/g, '-').replace(/^[^\w]+|[. ]+$/g, '') || 'export'
}
