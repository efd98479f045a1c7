import { expect, it } from 'vitest'
import {
  countsRows,
  type PageQuery,
  textQuery,
} from '../../../../tools/support/dataset-pages/page-query.ts'

const settings = (mode: 'cloud' | 'local') => ({ mode, readOnly: false, maxResultTokens: 8000 })
const PAGE = { offset: 7, limit: 3, format: 'csv' }

it.each<[name: string, query: PageQuery, mode: 'cloud' | 'local', expected: object]>([
  ['plain rows', PAGE, 'local', { offset: 7, limit: 3 }],
  ['unwound rows of Apify', { ...PAGE, unwind: ['a'] }, 'cloud', { offset: 7, limit: 3 }],
  ['unwound rows', { ...PAGE, unwind: ['a'] }, 'local', { skipRows: 7, maxRows: 3 }],
  [
    'a view, whose own limit does not apply',
    { ...PAGE, view: 'v' },
    'local',
    { skipRows: 7, maxRows: 3, limit: 1_000_000_000 },
  ],
])('a text of %s is asked for as its server counts', (_, query, mode, expected) => {
  const { format, unwind, view, ...range } = textQuery(query, settings(mode))
  expect(range).toEqual(expected)
  expect({ format, unwind, view }).toEqual({
    format: 'csv',
    unwind: query.unwind,
    view: query.view,
  })
  expect(countsRows(query, settings(mode))).toBe('skipRows' in expected)
})
