import { useFormats } from '../shared/use-host.ts'
import { linePoints } from './item-rates.ts'

/** In pixels. */
const SIZE = { width: 96, height: 16 }

/** The latest rate as a number, and all of them as a line. */
export function Sparkline({ rates }: { rates: readonly number[] }) {
  const formats = useFormats()
  const show = (rate: number) =>
    formats.number(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate))
  const latest = show(rates.at(-1) ?? 0)
  const highest = show(Math.max(...rates))
  const lowest = show(Math.min(...rates))
  const { width, height } = SIZE
  return (
    <span class="sparkline">
      {latest}
      {rates.length > 1 && (
        <svg
          role="img"
          aria-label={`Items per minute over ${rates.length} readings: from ${lowest} to ${highest}, now ${latest}`}
          viewBox={`-1 -2 ${width + 2} ${height + 4}`}
          width={width + 2}
          height={height + 4}
        >
          <polyline points={linePoints(rates, SIZE)} />
        </svg>
      )}
    </span>
  )
}
