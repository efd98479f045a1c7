import './view.css'
import { CopyButton } from '../shared/parts/copy.tsx'
import type { QueryDatasetResult } from '../shared/results.ts'
import { isDatasetResult, isQueryResult } from '../shared/table/rows-page.ts'
import { useFormats } from '../shared/use-host.ts'
import { textOf } from '../shared/values.ts'
import type { ShownResult } from './dataset-results.ts'
import { DatasetSummary } from './dataset-summary.tsx'
import { AnswerRows, DatasetRows } from './rows.tsx'
import { TextResult } from './text-result.tsx'

interface DatasetViewProps {
  result: ShownResult
  args: Record<string, unknown>
}

/** Draws a result by its form. */
export function DatasetView({ result, args }: DatasetViewProps) {
  if (isDatasetResult(result)) return <DatasetSummary result={result} />
  if (isQueryResult(result)) {
    return (
      <>
        <Question args={args} result={result} />
        <AnswerRows args={args} result={result} />
      </>
    )
  }
  if (result.text !== undefined) return <TextResult result={result} args={args} />
  return (
    <>
      <h1>
        Rows of <bdi>{datasetName(args)}</bdi>
      </h1>
      <DatasetRows args={args} result={result} />
    </>
  )
}

/** Returns what the arguments call the dataset. */
export function datasetName({ datasetId, runId }: Record<string, unknown>): string {
  const run = textOf(runId)
  return textOf(datasetId) ?? (run ? `run ${run}` : 'a dataset')
}

/** Shows the statement that was asked, and how many rows it read. */
function Question({
  args,
  result,
}: {
  args: DatasetViewProps['args']
  result: QueryDatasetResult
}) {
  const formats = useFormats()
  const sql = textOf(args.sql)
  return (
    <>
      <h1>
        Answer from <bdi>{datasetName(args)}</bdi>
      </h1>
      {sql !== undefined && (
        <details class="statement">
          <summary>SQL over {formats.number(result.scanned)} rows</summary>
          <pre>
            <bdi>{sql}</bdi>
          </pre>
          <CopyButton text={sql} label="Copy the SQL" />
        </details>
      )}
    </>
  )
}
