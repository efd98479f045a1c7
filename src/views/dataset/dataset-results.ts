import type {
  GetDatasetResult,
  ListDatasetItemsResult,
  QueryDatasetResult,
} from '../shared/results.ts'
import { isDatasetResult, isItemsResult, isQueryResult } from '../shared/table/rows-page.ts'

/** A result that the dataset view shows. */
export type ShownResult = ListDatasetItemsResult | QueryDatasetResult | GetDatasetResult

export function isShown(value: unknown): value is ShownResult {
  return isItemsResult(value) || isQueryResult(value) || isDatasetResult(value)
}
