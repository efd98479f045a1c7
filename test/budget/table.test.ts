import { describe, expect, it } from 'vitest'
import { toTable } from '../../src/budget/table.ts'

const KEEP = { keepEmpty: true }
const DROP = { keepEmpty: false }

describe('toTable', () => {
  it.each([
    ['no rows', [], DROP, [], []],
    [
      'fields in the order of their first appearance',
      [{ b: 1 }, { a: 2, b: 3 }],
      DROP,
      ['b', 'a'],
      [
        [1, '∅'],
        [3, 2],
      ],
    ],
    [
      'null and empty values beside others',
      [{ a: null, b: '' }, { a: 1, b: [] }, { b: 2 }],
      DROP,
      ['a', 'b'],
      [
        [null, ''],
        [1, []],
        ['∅', 2],
      ],
    ],
    [
      'no column without a value',
      [
        { a: null, b: 1, c: {} },
        { b: 2, c: '' },
      ],
      DROP,
      ['b'],
      [[1], [2]],
    ],
    [
      'all columns of named fields',
      [{ a: null }, { c: '' }],
      KEEP,
      ['a', 'c'],
      [
        [null, '∅'],
        ['∅', ''],
      ],
    ],
    ['rows without fields', [{}, { a: 1 }], DROP, ['a'], [['∅'], [1]]],
    ['nothing but empty rows', [{}, {}], DROP, [], [[], []]],
    [
      'rows that are not objects',
      [{ a: 1 }, 5, [1], null],
      DROP,
      ['a', '_value'],
      [
        [1, '∅'],
        ['∅', 5],
        ['∅', [1]],
        ['∅', null],
      ],
    ],
    [
      'a field named like their column',
      [{ _value: 1 }, 5],
      DROP,
      ['_value', '__value'],
      [
        [1, '∅'],
        ['∅', 5],
      ],
    ],
    [
      'a text that is the mark',
      [{ a: '∅' }, { b: 1 }],
      DROP,
      ['a', 'b'],
      [
        ['∅', '∅∅'],
        ['∅∅', 1],
      ],
    ],
    [
      'a text that is the mark of such rows',
      [{ a: '∅∅' }, { a: '∅' }, '∅∅∅', {}],
      DROP,
      ['a', '_value'],
      [
        ['∅∅', '∅∅∅∅'],
        ['∅', '∅∅∅∅'],
        ['∅∅∅∅', '∅∅∅'],
        ['∅∅∅∅', '∅∅∅∅'],
      ],
    ],
    [
      'names with a meaning in JavaScript',
      [JSON.parse('{"__proto__":1}'), { toString: 2 }],
      DROP,
      ['__proto__', 'toString'],
      [
        [1, '∅'],
        ['∅', 2],
      ],
    ],
  ])('shows %s', (_, rows, options, columns, cells) => {
    expect(toTable(rows, options)).toMatchObject({ columns, rows: cells })
  })

  it.each([
    [
      'a mark that occurs',
      [{ a: 1 }, {}],
      { missingMark: '∅', valueColumn: undefined, hasOmitted: false },
    ],
    ['no mark that does not', [{ a: '∅' }], { missingMark: undefined }],
    ['columns that are left out', [{ a: 1, b: null }], { hasOmitted: true }],
    ['the column of other rows', [1], { valueColumn: '_value', columns: ['_value'] }],
  ])('tells %s', (_, rows, expected) => {
    expect(toTable(rows, DROP)).toMatchObject(expected)
  })
})
