import { expect, it, vi } from 'vitest'
import { createHeightReport } from '../../../src/views/shared/height-report.ts'

it('reports whole pixels, and only changes of 5 or more', () => {
  const report = vi.fn()
  const take = createHeightReport(report)
  for (const height of [100.2, 103, 105.9, 101, 96, 97, 0]) take(height)
  expect(report.mock.calls.flat()).toEqual([101, 106, 101, 96, 0])
})
