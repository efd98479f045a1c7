import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../src/query/query-contract.ts'
import { readAnswer } from '../../../../tools/support/query/read-answer.ts'
import { propertyRuns } from '../../../support/property-runs.ts'

/** An answer whose batches have so many rows. Its rows are numbered. */
function answerOf(sizes: readonly number[]) {
  let row = 0
  let reads = 0
  const read = async () => {
    const rows = Array.from({ length: sizes[reads++] ?? 0 }, (): Cell[] => [row++])
    return { rows, done: reads >= sizes.length }
  }
  return { read, reads: () => reads }
}

describe('an answer', () => {
  it('has its first rows, and says if there are others, however they are read', async () => {
    const sizes = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 30 }), async (batches, limit) => {
        const { rows, isAll } = await readAnswer(answerOf(batches), { limit, maxTokens: 2000 })
        const total = batches.reduce((sum, size) => sum + size, 0)
        const shown = Math.min(limit, total)
        expect(rows).toEqual(Array.from({ length: shown }, (_, i) => [i]))
        // Of exactly as many, the last read tells, which may not have been needed.
        if (total !== limit) expect(isAll).toBe(total < limit)
      }),
      propertyRuns(100),
    )
  })

  it('is not read further than its limit or the budget', async () => {
    const limited = answerOf([5, 5, 5])
    await readAnswer(limited, { limit: 8, maxTokens: 2000 })
    expect(limited.reads()).toBe(2)
    const full = answerOf([100, 100, 100])
    await readAnswer(full, { limit: 300, maxTokens: 50 })
    expect(full.reads()).toBe(1)
  })
})
