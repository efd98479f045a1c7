import { useMemo } from 'preact/hooks'
import { Chart } from '../shared/chart/chart.tsx'
import { startView } from '../shared/start-view.tsx'
import { isRecord, listOf } from '../shared/values.ts'
// After the style that it departs from.
import './view.css'

/** Rows as the view that shows this page in a frame passes them on. */
interface ChartRows {
  columns: unknown[]
  rows: unknown[]
}

/** Draws rows as a chart, in a frame of the view that has them: a page of its own, so that no view carries it. */
startView({
  name: 'chart',
  tools: [],
  isResult: isChartRows,
  render: ({ result }) => <ChartPage {...result} />,
})

function isChartRows(value: unknown): value is ChartRows {
  return isRecord(value) && Array.isArray(value.columns) && Array.isArray(value.rows)
}

function ChartPage({ columns, rows }: ChartRows) {
  const names = useMemo(() => columns.map(String), [columns])
  const cells = useMemo(() => rows.map(listOf), [rows])
  return <Chart columns={names} rows={cells} />
}
