import { describe, expect, it } from 'vitest'
import { addCount, type ItemCount, linePoints, ratesOf } from '../../../src/views/run/item-rates.ts'

const counts = (...pairs: [at: number, items: number][]): ItemCount[] =>
  pairs.map(([at, items]) => ({ at, items }))

describe('counts of items', () => {
  it('leave out what is unknown or too close to the last', () => {
    const one = addCount([], 3, 0)
    expect(addCount(one, undefined, 5000)).toBe(one)
    expect(addCount(one, 4, 999)).toBe(one)
    expect(addCount(one, 4, 1000)).toEqual(counts([0, 3], [1000, 4]))
  })

  it('are bounded: the oldest go', () => {
    let all: readonly ItemCount[] = []
    for (let i = 0; i < 200; i++) all = addCount(all, i, i * 1000)
    expect(all).toHaveLength(61)
    expect(all.at(-1)).toEqual({ at: 199_000, items: 199 })
  })
})

describe('items per minute', () => {
  it('are those between successive counts', () => {
    expect(ratesOf(counts([0, 0], [5000, 10], [35_000, 10], [65_000, 40]))).toEqual([120, 0, 60])
  })

  it('are none without two counts, and never negative', () => {
    expect(ratesOf([])).toEqual([])
    expect(ratesOf(counts([0, 4]))).toEqual([])
    expect(ratesOf(counts([0, 4], [5000, 1]))).toEqual([0])
  })
})

describe('the line of a sparkline', () => {
  const size = { width: 100, height: 20 }

  it('spans the width and the height', () => {
    expect(linePoints([0, 5, 10], size)).toBe('0,20 50,10 100,0')
  })

  it('lies on the ground if all values are zero', () => {
    expect(linePoints([0, 0], size)).toBe('0,20 100,20')
  })

  it('has no points without values', () => {
    expect(linePoints([], size)).toBe('')
  })
})
