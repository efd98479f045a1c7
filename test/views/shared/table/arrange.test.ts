import { describe, expect, it } from 'vitest'
import { arrange, nextSort } from '../../../../src/views/shared/table/arrange.ts'

const columns = ['name', 'price', 'more']
const rows = [
  ['Tea 10', 3, { origin: 'Assam' }],
  ['tea 9', null, undefined],
  ['Coffee', 20, ['Ethiopia']],
  ['مقهى', '4 €', ''],
]
const all = { filter: '', sort: undefined }
const by = (column: string, isDescending = false) => ({
  filter: '',
  sort: { column, isDescending },
})

describe('the rows of a page', () => {
  it.each([
    ['', [0, 1, 2, 3]],
    [' TEA ', [0, 1]],
    ['20', [2]],
    ['assam', [0]],
    ['مقهى', [3]],
    ['nothing', []],
  ])('filtered by %j are %j', (filter, expected) => {
    expect(arrange(rows, columns, { ...all, filter })).toEqual(expected)
  })

  it('are sorted by numbers in texts, whatever the case', () => {
    expect(arrange(rows, columns, by('name'))).toEqual([2, 1, 0, 3])
  })

  it('are sorted with numbers before texts, and empty values last in both directions', () => {
    expect(arrange(rows, columns, by('price'))).toEqual([0, 2, 3, 1])
    expect(arrange(rows, columns, by('price', true))).toEqual([3, 2, 0, 1])
    expect(arrange(rows, columns, by('more')).slice(2)).toEqual([1, 3])
  })

  it('keep their order if they are equal, or the column is not there', () => {
    expect(arrange([['a'], ['a'], ['a']], ['x'], by('x', true))).toEqual([0, 1, 2])
    expect(arrange(rows, columns, by('missing'))).toEqual([0, 1, 2, 3])
  })

  it('of long texts are sorted by their beginnings', () => {
    const long = 'x'.repeat(5_000_000)
    expect(arrange([[`b${long}`], [`a${long}`]], ['x'], by('x'))).toEqual([1, 0])
  })
})

it('a press sorts upwards, another downwards, and a third not at all', () => {
  const up = nextSort(undefined, 'a')
  expect(up).toEqual({ column: 'a', isDescending: false })
  const down = nextSort(up, 'a')
  expect(down).toEqual({ column: 'a', isDescending: true })
  expect(nextSort(down, 'a')).toBeUndefined()
  expect(nextSort(down, 'b')).toEqual({ column: 'b', isDescending: false })
})
