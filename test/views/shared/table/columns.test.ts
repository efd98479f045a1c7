import { expect, it } from 'vitest'
import { defaultColumns, isNumeric } from '../../../../src/views/shared/table/columns.ts'

it('shows all columns of a few', () => {
  expect(defaultColumns(['b', 'a'], [])).toEqual(['b', 'a'])
})

it('shows the columns with short plain values of many, in their order', () => {
  const columns = ['nested', 'long', 'empty', '#debug', ...'abcdefghij']
  const row = [{}, 'x'.repeat(500), null, 1, ...'abcdefghij']
  expect(defaultColumns(columns, [row])).toEqual([...'abcdefghij'])
  expect(defaultColumns([...columns].reverse(), [[...row].reverse()])).toEqual([...'jihgfedcba'])
})

it('fills up with others if too few are plain', () => {
  const columns = ['#debug', ...'abcdefghijkl']
  const rows = [['x', ...Array.from({ length: 12 }, () => ({ a: 1 }))]]
  expect(defaultColumns(columns, rows)).toEqual([...'abcdefghij'])
})

it.each([
  [[1, null, 2.5, undefined, ''], true],
  [[1, '2'], false],
  [[null], false],
])('%j are numbers: %s', (values, expected) => expect(isNumeric(values)).toBe(expected))
