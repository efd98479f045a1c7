import './view.css'
import { isDatasetResult, isQueryResult } from '../shared/table/rows-page.ts'
import { useFormats } from '../shared/use-host.ts'
import { textOf } from '../shared/values.ts'
import type { ShownResult } from './dataset-results.ts'
import { DatasetSummary, Text } from './dataset-summary.tsx'
import { AnswerRows, DatasetRows } from './rows.tsx'
import { TextResult } from './text-result.tsx'

interface DatasetViewProps {
  result: ShownResult
  args: Record<string, unknown>
}

/** Draws a result by its form. */
export function DatasetView({ result, args }: DatasetViewProps) {
  const { number } = useFormats()
  if (isDatasetResult(result)) return <DatasetSummary result={result} />
  const name = <bdi>{textOf(args.datasetId) ?? `run ${textOf(args.runId) ?? ''}`}</bdi>
  if (isQueryResult(result)) {
    return (
      <>
        <h1>Answer from {name}</h1>
        <Text title={`SQL over ${number(result.scanned)} rows`} text={textOf(args.sql)} />
        <AnswerRows args={args} result={result} />
      </>
    )
  }
  if (result.text !== undefined) return <TextResult result={result} args={args} />
  return (
    <>
      <h1>Rows of {name}</h1>
      <DatasetRows args={args} result={result} />
    </>
  )
}
