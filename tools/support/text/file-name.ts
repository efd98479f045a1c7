import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { isDeviceName } from '../../../src/shared/device-name.ts'
import { storedType } from '../../../src/shared/media-type.ts'
import { extensionOfType } from './file-type.ts'

/** Returns the default file name of a record: its key, and an extension by its type if it has none. */
export function recordFile(key: string, contentType: string): string {
  const stem = fileStem(key)
  const extension = extensionOfType(storedType(contentType))
  return /\.\w{1,5}$/.test(stem) || !extension ? stem : `${stem}.${extension}`
}

/** Returns the default file name of a dataset's rows in some format. */
export function rowsFile(ref: StorageRef, format: string): string {
  return `${fileStem('id' in ref ? ref.id : ref.runId)}.${format}`
}

/** Replaces the characters of an id or key that file names may not hold on some system. */
function fileStem(id: string): string {
  const stem = id.replace(/[^\w.-]+/g, '-').replace(/^[^\w]+|[. ]+$/g, '') || 'export'
  return isDeviceName(stem) ? `_${stem}` : stem
}
