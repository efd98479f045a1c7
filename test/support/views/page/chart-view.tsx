import { Chart } from '../../../../src/views/shared/chart/chart.tsx'
import { startView } from '../../../../src/views/shared/start-view.tsx'
import { isRecord, listOf } from '../../../../src/views/shared/values.ts'

/** Shows the chart alone, of the `columns` and `rows` of a result. */
startView({
  name: 'chart',
  tools: ['list_dataset_items'],
  isResult: isRecord,
  render: ({ result }) => (
    <>
      <h1>Chart</h1>
      <Chart columns={listOf(result.columns).map(String)} rows={listOf(result.rows).map(listOf)} />
    </>
  ),
})
