import type { ChartColumn } from './column-types.ts'
import { axesOf, KINDS, kindsOf, type Plan, type Together, type Wish } from './plan.ts'
import { KIND_NAMES, shortName } from './words.ts'

interface ControlsProps {
  columns: readonly ChartColumn[]
  plan: Plan
  /** How rows become one value; undefined if none do. */
  together: Together | undefined
  onWish: (wish: Wish) => void
  onTogether: (together: Together) => void
}

/** Lets the person choose the kind of the chart and its columns. */
export function Controls({ columns, plan, together, onWish, onTogether }: ControlsProps) {
  const { xs, ys, canCount } = axesOf(plan.kind, columns)
  const options = (list: readonly ChartColumn[]) =>
    list.map(({ index, name }): Option => [index, shortName(name)])
  const counting: Option[] = canCount ? [[-1, 'Number of rows']] : []
  const kinds = kindsOf(columns).map((kind): Option => [KINDS.indexOf(kind), KIND_NAMES[kind]])
  return (
    <div class="row">
      <Choice
        label="Chart"
        value={KINDS.indexOf(plan.kind)}
        options={kinds}
        onChoose={(at) => onWish({ kind: KINDS[at] ?? plan.kind })}
      />
      <Choice
        label="X"
        value={plan.x.index}
        options={options(xs)}
        onChoose={(x) => onWish({ x })}
      />
      {plan.kind !== 'histogram' && (
        <Choice
          label="Y"
          value={plan.y?.index ?? -1}
          options={[...counting, ...options(ys)]}
          onChoose={(y) => onWish({ y })}
        />
      )}
      {together && (
        <Choice
          label="As"
          value={together === 'sum' ? 1 : 0}
          options={[
            [0, 'Average'],
            [1, 'Sum'],
          ]}
          onChoose={(at) => onTogether(at === 1 ? 'sum' : 'average')}
        />
      )}
    </div>
  )
}

type Option = [value: number, text: string]

interface ChoiceProps {
  label: string
  value: number
  options: Option[]
  onChoose: (value: number) => void
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label>
      <span class="quiet">{label}</span>
      <select value={value} onChange={(event) => onChoose(Number(event.currentTarget.value))}>
        {options.map(([at, text]) => (
          <option key={at} value={at} dir="auto">
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
