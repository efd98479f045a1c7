import { expect, it } from 'vitest'
import { fieldsPage } from '../../../src/views/dataset/fields-page.ts'

it('shows the fields of a dataset as rows, with the columns that any of them has', () => {
  const page = fieldsPage({
    fields: [
      { name: 'a', type: 'string', filled: 1, sqlType: 'TEXT', example: 'x' },
      { name: '#b', type: 'object', filled: 0.5 },
      'broken',
    ],
  })
  expect(page.columns).toEqual(['name', 'type', 'sqlType', 'filled', 'example'])
  expect(page.rows).toEqual([
    ['a', 'string', 'TEXT', 1, 'x'],
    ['#b', 'object', undefined, 0.5, undefined],
    [undefined, undefined, undefined, undefined, undefined],
  ])
  expect(fieldsPage({}).rows).toEqual([])
})
