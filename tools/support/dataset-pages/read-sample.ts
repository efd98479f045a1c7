import type { Apify } from '../../../src/apify/types/apify.ts'
import type { ItemsQuery, StorageRef } from '../../../src/apify/types/storage-types.ts'
import { MAX_SAMPLE_ROWS, type Sample, sampleRows } from '../text/sample-fields.ts'

/**
 * Reads the first rows of a dataset and describes their fields.
 * @returns the sample, and `total`: the items of the whole dataset, if the API counts them
 */
export function readSample(
  apify: Pick<Apify, 'readItems'>,
  ref: StorageRef,
  query: Pick<ItemsQuery, 'fields' | 'clean'> = {},
): Promise<Sample & { total: number | undefined }> {
  return apify.readItems(
    ref,
    { ...query, limit: MAX_SAMPLE_ROWS, format: 'jsonl' },
    async ({ total, rows }) => ({ ...(await sampleRows(rows)), total }),
  )
}
