import { expect, it } from 'vitest'
import { chartView } from '../../../support/views/chart-view.ts'

/** What the chart may take of the 60 kB of a view. */
const MAX_BYTES = 14_000

it('the script of the chart leaves room for the rest of a view', async () => {
  const { scriptBytes } = await chartView()
  expect(scriptBytes).toBeGreaterThan(0)
  expect(scriptBytes).toBeLessThan(MAX_BYTES)
})
