import { useMemo } from 'preact/hooks'
import type { ListDatasetItemsResult, QueryDatasetResult } from '../shared/results.ts'
import { datasetSource, querySource } from '../shared/table/row-source.ts'
import { pageOfAnswer, pageOfItems } from '../shared/table/rows-page.ts'
import { RowsView } from '../shared/table/rows-view.tsx'
import { useHost } from '../shared/use-host.ts'

interface DatasetRowsProps {
  /** The arguments that name the dataset, and how its rows are read. */
  args: Record<string, unknown>
  /** The rows that are there already. Without them, the first page is read at once. */
  result?: ListDatasetItemsResult
}

/** Shows the rows of a dataset. */
export function DatasetRows({ args, result }: DatasetRowsProps) {
  const host = useHost()
  const source = useMemo(() => datasetSource(host, args), [host, args])
  const first = useMemo(() => result && pageOfItems(result, args), [result, args])
  return <RowsView source={source} first={first} />
}

interface AnswerRowsProps {
  /** The arguments of `query_dataset`. */
  args: Record<string, unknown>
  result: QueryDatasetResult
}

/** Shows the rows of an answer in SQL. */
export function AnswerRows({ args, result }: AnswerRowsProps) {
  const host = useHost()
  const source = useMemo(() => querySource(host, args), [host, args])
  const first = useMemo(() => pageOfAnswer(result), [result])
  return <RowsView source={source} first={first} />
}
