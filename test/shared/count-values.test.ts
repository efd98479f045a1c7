import { describe, expect, it } from 'vitest'
import { countValues, hasMoreValues } from '../../src/shared/count-values.ts'

describe('the number of values in JSON', () => {
  it.each([
    ['0', 1],
    ['[0]', 2],
    ['[0,1]', 3],
    ['{"a":[{},{}]}', 6],
    ['["a,[{","\\"",",\\\\"]', 5],
    [`"${','.repeat(100)}"`, 1],
  ])('of %s is never less than there are', (json, most) => {
    const values = JSON.stringify(JSON.parse(json)).length > 0 ? valuesIn(JSON.parse(json)) : 0
    expect(countValues(json)).toBeGreaterThanOrEqual(values)
    expect(countValues(json)).toBeLessThanOrEqual(most)
  })

  it('is counted only of texts that are long enough', () => {
    const text = `[${'0,'.repeat(50)}0]`
    expect(hasMoreValues(text, 40)).toBe(true)
    expect(hasMoreValues(text, 60)).toBe(false)
    expect(hasMoreValues('not JSON', 0)).toBe(true)
  })
})

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return 1 + Object.values(value).reduce((sum, inner) => sum + valuesIn(inner), 0)
}
