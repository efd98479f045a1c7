import { z } from 'zod'
import listDatasetItems from '../../tools/storage/list_dataset_items.ts'
import { callHandler } from './call-handler.ts'
import type { fakeDataset } from './fake-storages.ts'
import { followNext } from './follow-next.ts'

export const rowNumber = z.object({ n: z.number() })

export type ListArgs = Parameters<
  typeof callHandler<typeof listDatasetItems.input, typeof listDatasetItems.output>
>[1]
type Dataset = Pick<ReturnType<typeof fakeDataset>, 'readItems'> &
  Partial<Pick<ReturnType<typeof fakeDataset>, 'getDataset'>>

/** Calls `list_dataset_items`; boots no server. */
export async function list(dataset: Dataset, args: ListArgs, maxResultTokens = 8000) {
  const { readItems, getDataset } = dataset
  const apify = { readItems, ...(getDataset && { getDataset }) }
  const context = { apify, settings: { maxResultTokens } }
  return (await callHandler(listDatasetItems, { datasetId: 'data1', ...args }, context)).result
}

/** Follows `next` to the last page. */
export function allPages(dataset: Dataset, args: ListArgs, maxResultTokens: number) {
  return followNext((next) => list(dataset, { ...args, ...next }, maxResultTokens))
}

/** Row 0, 1, 2 … of very different sizes. */
export const sizedRows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ n, text: 'many words '.repeat((n * 7) % 30) }))

/** What the API says about a dataset of `count` rows: the truth, nothing, or a count that lags. */
export const totalsOf = (count: number) => [count, null, 0, 7, 9999]
