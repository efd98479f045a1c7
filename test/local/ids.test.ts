import { expect, test } from 'vitest'
import { isId, ownName, randomId, stableId, USER_ID } from '../../src/local/ids.ts'

test.each([
  ['~name', 'name'],
  ['local~name', 'name'],
  ['local/name', 'name'],
  [`${USER_ID}~name`, 'name'],
  ['apify~name', undefined],
  ['apify/name', undefined],
  ['name', undefined],
  ['local~', undefined],
  ['local~a~b', undefined],
  ['local/a/b', undefined],
  ['', undefined],
])('the handle "%s" has the name %s', (handle, name) => {
  expect(ownName(handle)).toBe(name)
})

test('ids are valid, random ones differ and stable ones repeat', () => {
  const ids = Array.from({ length: 100 }, randomId)
  expect(ids.every(isId)).toBe(true)
  expect(new Set(ids).size).toBe(100)
  expect(stableId('actor', 'a')).toBe(stableId('actor', 'a'))
  expect(
    new Set([stableId('actor', 'a'), stableId('actor', 'b'), stableId('build', 'a')]).size,
  ).toBe(3)
})

test.each([
  '',
  '..',
  '../../../etc/pass',
  'ABCDEFGHIJKLMNOPQ',
  'abcdefghijklmnopqr',
  'abcdefghijklmnop',
])('"%s" is not an id', (text) => {
  expect(isId(text)).toBe(false)
})
