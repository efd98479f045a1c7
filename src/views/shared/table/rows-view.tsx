import './table.css'
import { useMemo, useState } from 'preact/hooks'
import { toCsv } from '../csv.ts'
import { CopyButton } from '../parts/copy.tsx'
import { Download } from '../parts/download.tsx'
import { ErrorLine, Status } from '../parts/status.tsx'
import { useFormats, useHost } from '../use-host.ts'
import { nextSort } from './arrange.ts'
import { ChartFrame } from './chart-frame.tsx'
import { OpenedRow, useOpenedRow } from './opened-row.tsx'
import { Pager } from './pager.tsx'
import type { RowSource } from './row-source.ts'
import type { RowsPage } from './rows-page.ts'
import { RowsTable } from './rows-table.tsx'
import { Choice, RowsToolbar } from './rows-toolbar.tsx'
import { arrangementLine, pageLine } from './sentences.ts'
import { useMoreColumns, useRowsModel, useShownRows } from './use-rows.ts'

const LOOKS = [
  ['table', 'Table'],
  ['chart', 'Chart'],
] as const

interface RowsViewProps {
  /** Must stay the same while the same rows are shown. */
  source: RowSource
  /** The rows that are there already, with all their fields. Without them, the first page is read at once. */
  first?: RowsPage | undefined
  /** Whether the rows are worth a chart. */
  hasChart?: boolean
}

/** Shows rows as a table and as a chart, and lets a person sort, filter, page, read and take them away. */
export function RowsView({ source, first, hasChart = true }: RowsViewProps) {
  const model = useRowsModel(source, first)
  const { state } = model
  const { page, scope } = state
  const host = useHost()
  const formats = useFormats()
  const [look, setLook] = useState<'table' | 'chart'>('table')
  const { rows, order } = useShownRows(state)
  const opened = useOpenedRow(page)
  const findMore = useMoreColumns(model, source)
  const line = pageLine(state, formats)
  const hasMore = page?.next !== undefined || page?.offset !== 0 || scope === 'all'
  const chosen = useMemo(() => order.map((index) => rows[index] ?? []), [order, rows])
  return (
    <>
      {page && <OpenedRow {...{ page, order, source, opened }} />}
      <div class="rows-view" hidden={opened.index !== undefined}>
        <RowsToolbar {...{ model, findMore }} canSearch={source.canSearch() && hasMore}>
          {hasChart && host.canReadResources && (
            <Choice label="Show as" value={look} options={LOOKS} onChange={setLook} />
          )}
        </RowsToolbar>
        <Status>{arrangementLine(state, order.length, formats)}</Status>
        <ErrorLine text={state.error} />
        {page && page.rows.length === 0 && <p>{page.note ?? line}</p>}
        {page && page.rows.length > 0 && look === 'table' && (
          <RowsTable
            {...{ page, rows, order }}
            caption={line}
            columns={state.visible}
            sort={scope === 'all' ? state.applied.sort : state.sort}
            onSort={(column) => model.wish({ sort: nextSort(state.sort, column) })}
            onOpen={opened.open}
          />
        )}
        {page && look === 'chart' && (
          <>
            {page.rows.length > 0 && <p class="quiet">{line}</p>}
            <ChartFrame columns={state.visible} rows={chosen} />
          </>
        )}
        <div class="row table-tools">
          {source.canPage() ? <Pager model={model} /> : <OtherRows page={page} />}
          <TakeAway text={() => toCsv(state.visible, chosen)} />
        </div>
      </div>
    </>
  )
}

/** Says why there are no controls for the rows that are not shown. */
function OtherRows({ page }: { page: RowsPage | undefined }) {
  if (page?.next === undefined) return null
  return <span class="quiet">This client does not let the view read the other rows.</span>
}

/** Copies and saves what is shown. */
function TakeAway({ text }: { text: () => string }) {
  const host = useHost()
  return (
    <span class="row">
      <CopyButton text={text}>Copy as CSV</CopyButton>
      {host.canDownload && (
        <Download name="rows.csv" mimeType="text/csv" text={text}>
          Download CSV
        </Download>
      )}
    </span>
  )
}
