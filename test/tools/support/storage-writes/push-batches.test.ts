import { describe, expect, it } from 'vitest'
import { pushBatches } from '../../../../tools/support/storage-writes/push-batches.ts'

/** An item whose JSON has so many bytes. */
const item = (bytes: number) => ({ x: 'x'.repeat(bytes - '{"x":""}'.length) })
const MAX = 5_000_000

describe('pushBatches', () => {
  it.each([
    ['no items', [], []],
    ['small items', [20, 20, 20], [3]],
    ['items that fill a batch', [2_500_000, 2_499_990], [2]],
    ['items one byte too many for a batch', [2_500_000, 2_499_998], [1, 1]],
    ['an item as large as a batch', [MAX - 3, 20], [1, 1]],
    ['many items', Array.from({ length: 12 }, () => 1_000_000), [4, 4, 4]],
  ])('%s', (_, sizes, expected) => {
    const items = sizes.map(item)
    const batches = pushBatches(items)
    expect(batches.map((batch) => batch.length)).toEqual(expected)
    expect(batches.flat()).toEqual(items.map((one) => JSON.stringify(one)))
    for (const batch of batches) expect(`[${batch.join(',')}]`.length).toBeLessThanOrEqual(MAX)
  })

  it('counts bytes, not characters', () => {
    const wide = { x: 'é'.repeat(2_400_000) }
    expect(pushBatches([wide, wide])).toHaveLength(2)
  })

  it('rejects an item that is too large by its place, before anything is sent', () => {
    expect(() => pushBatches([item(20), item(MAX - 2)])).toThrow(/items\[1\].*Nothing was stored/)
  })
})
