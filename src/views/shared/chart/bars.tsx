import { beginningOf } from '../beginning-of.ts'
import type { Bar } from './chart-data.ts'
import { BAR_HEIGHT, barScale, CHAR, widthOf } from './layout.ts'

/** The share of the width that the names may take. */
const NAMES = 0.35

interface BarsProps {
  bars: readonly Bar[]
  width: number
  name: string
  format: (value: number) => string
}

/** Bars from the left to the right, with a name before and a value behind each. */
export function Bars({ bars, width, name, format }: BarsProps) {
  const values = bars.map(({ value }) => format(value))
  const left = Math.min(width * NAMES, widthOf(bars.map(({ label }) => label))) + 8
  const right = Math.max(left + 20, width - widthOf(values) - 8)
  const scale = barScale(
    bars.map(({ value }) => value),
    left,
    right,
  )
  const zero = scale(0)
  return (
    <svg role="img" aria-label={name} width={width} height={bars.length * BAR_HEIGHT}>
      {bars.map(({ label, value, others }, at) => {
        const end = scale(value)
        const middle = at * BAR_HEIGHT + BAR_HEIGHT / 2
        return (
          <g key={at}>
            <title>{`${label}: ${values[at]}`}</title>
            <text x={left - 8} y={middle} text-anchor="end">
              {shortened(label, (left - 8) / CHAR)}
            </text>
            <rect
              class="box"
              data-others={others}
              x={Math.min(zero, end)}
              y={middle - BAR_HEIGHT / 2 + 3}
              width={Math.max(1, Math.abs(end - zero))}
              height={BAR_HEIGHT - 6}
            />
            <text x={Math.max(zero, end) + 5} y={middle}>
              {values[at]}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

function shortened(label: string, chars: number): string {
  return label.length <= chars + 1
    ? label
    : `${beginningOf(label, Math.max(1, Math.floor(chars)))}…`
}
