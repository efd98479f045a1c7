import { describe, expect, it } from 'vitest'
import { nearestName, nearestNames } from '../../src/shared/likeness.ts'

describe('the nearest names', () => {
  it.each([
    ['finanse', ['prices', 'finance'], 'finance'],
    ['price', ['reviews', 'product-prices'], 'product-prices'],
    ['Title', ['title '], 'title '],
    ['zzz', ['title'], undefined],
    // A name that differs by one letter is nearer than one that is a part.
    ['lst_runs', ['runs', 'list_runs'], 'list_runs'],
    ['selerName', ['name', 'sellerName'], 'sellerName'],
    ['prices', ['productPrices', 'price'], 'price'],
    ['runs', ['rent', 'list_runs'], 'list_runs'],
  ])('of %j in %j is %j', (wanted, names, nearest) => {
    expect(nearestName(wanted, names)).toBe(nearest)
  })

  it('come first, and the others after them unless they must be alike', () => {
    const names = ['reviews', 'finance-2024', 'finance']
    expect(nearestNames('finanse', names).slice(0, 2)).toEqual(['finance', 'finance-2024'])
    expect(nearestNames('finanse', names)).toHaveLength(3)
    expect(nearestNames('finance', names, { onlyAlike: true })).toEqual(['finance', 'finance-2024'])
    const partOf = (name: string) => name.replace(/^.*\//, '')
    expect(nearestNames('b', ['bbbb/a', 'a/b'], { partOf })[0]).toBe('a/b')
  })
})
