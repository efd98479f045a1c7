import './chart.css'
import { useMemo, useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { useFormats } from '../use-host.ts'
import { Bars } from './bars.tsx'
import { chartData } from './chart-data.ts'
import { typeColumns } from './column-types.ts'
import { Controls } from './controls.tsx'
import { timeTexts } from './marks.ts'
import { choosePlan, type Together, type Wish } from './plan.ts'
import { Plot } from './plot.tsx'
import { useWidth } from './use-width.ts'
import { type ChartTable, notesOf, sentenceOf, tableOf } from './words.ts'

interface ChartProps {
  columns: readonly string[]
  /** The cells of each row, in the order of the columns. */
  rows: readonly (readonly unknown[])[]
}

/**
 * Draws rows as a chart that it proposes from their columns, with controls for another one, and the same data as a
 * table. Columns and rows are read again when their lists are others.
 */
export function Chart({ columns, rows }: ChartProps) {
  const formats = useFormats()
  const { ref, width } = useWidth()
  const [wish, setWish] = useState<Wish>({})
  const [together, setTogether] = useState<Together>('average')
  const [isTable, setIsTable] = useState(false)
  const typed = useMemo(() => typeColumns(columns, rows), [columns, rows])
  const plan = useMemo(() => choosePlan(typed, wish), [typed, wish])
  const data = useMemo(() => plan && chartData(plan, together), [plan, together])
  if (!plan || !data) {
    return <p class="quiet">No chart fits these columns.</p>
  }
  const values = {
    x: plan.x.kind === 'date' ? timeTexts(plan.x.numbers, formats.language) : formats.number,
    y: formats.number,
  }
  const name = sentenceOf(plan, data, together, values)
  const picture =
    data.shape === 'bars' ? (
      <Bars bars={data.bars} width={width} name={name} format={formats.number} />
    ) : (
      <Plot plan={plan} data={data} width={width} name={name} language={formats.language} />
    )
  return (
    <div class="chart">
      <Controls
        columns={typed}
        plan={plan}
        together={data.isTogether ? together : undefined}
        onWish={(change) => setWish({ ...wish, ...change })}
        onTogether={setTogether}
      />
      <div ref={ref}>
        {isTable ? (
          <DataTable name={name} table={tableOf(plan, data, together, values)} />
        ) : (
          width > 0 && picture
        )}
      </div>
      <div class="row">
        <Button onPress={() => setIsTable(!isTable)}>
          {isTable ? 'Show as a picture' : 'Show as a table'}
        </Button>
        <span class="quiet">{notesOf(plan, data, together, formats.number)}</span>
      </div>
    </div>
  )
}

function DataTable({ name, table }: { name: string; table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section class="chart-table" aria-label={name} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column, at) => (
              <th key={at} scope="col" class="data">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([label, value], at) => (
            <tr key={at}>
              <th scope="row">
                <bdi>{label}</bdi>
              </th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
