import type { StorageRef } from '../../../src/apify/types/storage-types.ts'
import { plainHandle } from '../../../src/shared/handles.ts'

/** Returns the URI of a storage in this server's own scheme: by its id, or by the run that owns it. */
export function refUri(kind: 'dataset' | 'store', ref: StorageRef): string {
  return 'id' in ref ? `apify://${kind}/${plainHandle(ref.id)}` : `apify://run/${ref.runId}`
}
