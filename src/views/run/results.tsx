import '../shared/table/table.css'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../shared/parts/button.tsx'
import { CopyButton } from '../shared/parts/copy.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { ErrorLine, Status } from '../shared/parts/status.tsx'
import { arrange, nextSort, type Sort } from '../shared/table/arrange.ts'
import { defaultColumns } from '../shared/table/columns.ts'
import { useOpenedRow } from '../shared/table/opened-row.tsx'
import {
  inColumns,
  isItemsResult,
  pageOfItems,
  type RowsPage,
  rowNumber,
} from '../shared/table/rows-page.ts'
import { RowsTable } from '../shared/table/rows-table.tsx'
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
      {rows && <Items page={rows} total={rows.total ?? itemCount} />}
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

interface ItemsProps {
  page: RowsPage
  total: number | undefined
}

/** The items as a table, which a person can sort. Each can be seen in full. */
function Items({ page, total }: ItemsProps) {
  const formats = useFormats()
  const [sort, setSort] = useState<Sort>()
  const columns = useMemo(() => defaultColumns(page.columns, page.rows), [page])
  const rows = useMemo(() => inColumns(page, columns), [page, columns])
  const order = useMemo(() => arrange(rows, columns, { filter: '', sort }), [rows, columns, sort])
  const opened = useOpenedRow(page)
  const count = formats.number(rows.length)
  const caption =
    total !== undefined && total > rows.length
      ? `The first ${count} of ${formats.number(total)} items`
      : `${count} ${rows.length === 1 ? 'item' : 'items'}`
  return (
    <>
      {opened.index !== undefined && (
        <Item
          name={formats.number(rowNumber(page, opened.index))}
          item={itemOf(page, opened.index)}
          onClose={opened.close}
        />
      )}
      <div hidden={opened.index !== undefined}>
        <RowsTable
          {...{ page, columns, rows, order, sort, caption }}
          onSort={(column) => setSort(nextSort(sort, column))}
          onOpen={opened.open}
        />
      </div>
    </>
  )
}

/** An item with all its fields, as JSON. */
function Item({ name, item, onClose }: { name: string; item: string; onClose: () => void }) {
  const box = useRef<HTMLElement>(null)
  useLayoutEffect(() => box.current?.querySelector('button')?.focus(), [])
  return (
    <section
      ref={box}
      aria-label={`Item ${name}`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div class="row">
        <Button onPress={onClose}>Back to the items</Button>
        <CopyButton text={item} />
      </div>
      <pre>
        <Folded text={item} chars={10_000} of={`item ${name}`} />
      </pre>
    </section>
  )
}

function itemOf({ columns, rows }: RowsPage, index: number): string {
  const values = rows[index] ?? []
  return JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, values[i]])), null, 2)
}
