import type { StorageRef } from '../../../src/apify/types/storage-types.ts'

/** Returns the URI of a storage in this server's own scheme: by its id, or by the run that owns it. */
export function refUri(kind: 'dataset' | 'store', ref: StorageRef): string {
  return 'id' in ref ? `apify://${kind}/${ref.id}` : `apify://run/${ref.runId}`
}
