import type { ChartData } from './chart-data.ts'
import { axesOf, binBoxes, dotsPath, EDGE, HEIGHT, linePath, scaleOf, widthOf } from './layout.ts'
import { numberMarks, timeMarks } from './marks.ts'
import type { Plan } from './plan.ts'

/** With more points than this, a line shows no dots, and dots are small. */
const MANY = 100

interface PlotProps {
  plan: Plan
  data: Exclude<ChartData, { shape: 'bars' }>
  width: number
  name: string
  language: string | undefined
}

/** A line, a scatter or a histogram with its two axes. */
export function Plot({ plan, data, width, name, language }: PlotProps) {
  const isTime = plan.x.kind === 'date'
  const axes = axesOf(data, width, isTime)
  const xMark = (isTime ? timeMarks : numberMarks)(axes.x.steps, language)
  const yMark = numberMarks(axes.y.steps, language)
  const labels = axes.y.steps.map(yMark)
  const left = widthOf(labels) + 8
  const right = Math.max(left + 20, width - EDGE.right)
  const bottom = HEIGHT - EDGE.bottom
  const x = scaleOf(axes.x.domain, left, right)
  const y = scaleOf(axes.y.domain, bottom, EDGE.top)
  return (
    <svg role="img" aria-label={name} width={width} height={HEIGHT}>
      {axes.y.steps.map((step, at) => (
        <g key={step}>
          <line class="mark-line" x1={left} x2={right} y1={y(step)} y2={y(step)} />
          <text x={left - 6} y={y(step)} text-anchor="end">
            {labels[at]}
          </text>
        </g>
      ))}
      <line class="zero-line" x1={left} x2={right} y1={bottom} y2={bottom} />
      {axes.x.steps.map((step) => (
        <text key={step} x={x(step)} y={HEIGHT - 10} text-anchor="middle">
          {xMark(step)}
        </text>
      ))}
      {data.shape === 'bins' ? (
        binBoxes(data.bins, x, y).map((box) => <rect key={box.x} class="box" {...box} />)
      ) : (
        <>
          {plan.kind === 'line' && <path class="path" d={linePath(data.points, x, y)} />}
          {(plan.kind === 'scatter' || data.points.length <= MANY) && (
            <path
              class="path dots"
              data-many={data.points.length > MANY || undefined}
              d={dotsPath(data.points, x, y)}
            />
          )}
        </>
      )}
    </svg>
  )
}
