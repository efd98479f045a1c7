import { useEffect, useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { ErrorLine, Status } from '../shared/parts/status.tsx'
import { isItemsResult, pageOfItems, type RowsPage } from '../shared/table/rows-page.ts'
import { useFormats, useHost } from '../shared/use-host.ts'
import { messageOf } from '../shared/values.ts'
import { hasEnded, type RunState } from './run-state.ts'

/** How many rows are read. */
const LIMIT = 20
const TIMEOUT_MS = 45_000

interface ResultsProps {
  run: RunState
  /** The rows of the result itself, if it has some. */
  rows: RowsPage | undefined
}

/** The first items of a run that has ended. */
export function Results({ run, rows: given }: ResultsProps) {
  const { runId, itemCount } = run
  const isWanted = hasEnded(run) && !given && itemCount !== 0
  const { read, error, canRead, readAgain } = useFirstRows(runId, isWanted)
  const rows = given ?? read
  if (!hasEnded(run)) return null
  if (!rows && itemCount === 0) return <p class="quiet">The run has no items.</p>
  if (!rows && !canRead) return null
  return (
    <section class="results" aria-label="Results">
      <h2>Results</h2>
      {!rows && !error && <Status>Reading the first items…</Status>}
      {error && <ErrorLine text={`The items could not be read: ${error}`} />}
      {error && <Button onPress={readAgain}>Read the items again</Button>}
      {rows && <Items {...rows} total={rows.total ?? itemCount} />}
    </section>
  )
}

/** Reads the first rows of a run when they are wanted. */
function useFirstRows(runId: string, isWanted: boolean) {
  const host = useHost()
  const [read, setRead] = useState<RowsPage>()
  const [error, setError] = useState<string>()
  const [tries, setTries] = useState(0)
  const canRead = isWanted && host.canCall('list_dataset_items')
  useEffect(() => {
    if (!canRead || host.ended.aborted) return
    setError(undefined)
    const args = { runId, limit: LIMIT }
    host
      .call('list_dataset_items', args, isItemsResult, { timeoutMs: TIMEOUT_MS })
      .then((result) => setRead(pageOfItems(result)))
      .catch((failure) => setError(messageOf(failure)))
  }, [host, runId, canRead, tries])
  return { read, error, canRead, readAgain: () => setTries(tries + 1) }
}

function Items({ rows: items, total }: RowsPage) {
  const formats = useFormats()
  const count = formats.number(items.length)
  return (
    <>
      <p class="quiet">
        {total !== undefined && total > items.length
          ? `The first ${count} of ${formats.number(total)} items`
          : `${count} items`}
      </p>
      <ol>
        {items.map((item, i) => (
          <li key={i}>
            <Folded text={JSON.stringify(item)} of={`item ${i + 1}`} />
          </li>
        ))}
      </ol>
    </>
  )
}
