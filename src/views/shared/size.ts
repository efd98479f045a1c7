import { createHeightReport } from './height-report.ts'

/** Reports the natural height of the page, now and whenever it changes; returns what stops it. */
export function watchHeight(report: (height: number) => void): () => void {
  const { body } = document
  const take = createHeightReport(report)
  const measure = () => take(body.getBoundingClientRect().height)
  const observer = new ResizeObserver(measure)
  observer.observe(body)
  measure()
  return () => observer.disconnect()
}
