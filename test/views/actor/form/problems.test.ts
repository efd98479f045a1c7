import { expect, it } from 'vitest'
import { stateOf, withText } from '../../../../src/views/actor/form/form-state.ts'
import { draftProblems, ownerOf, readProblems } from '../../../../src/views/actor/form/problems.ts'
import { fieldsOf, readSections } from '../../../../src/views/actor/form/schema.ts'

it.each([
  ['startUrls', 'startUrls'],
  ['startUrls[0].url', 'startUrls'],
  ['include.words', 'include.words'],
  ['include.other', 'include'],
  ['startUrlsMore', undefined],
  ['', undefined],
])('takes the path %j for the field %j', (path, field) => {
  expect(ownerOf(path, ['startUrls', 'include', 'include.words'])).toBe(field)
})

it('reads the problems of a result, whatever form they have', () => {
  const raw = [{ path: 'a[1]', reason: 'must be string' }, { reason: 5 }, null, 'text']
  expect(readProblems(raw, ['a'])).toEqual([
    { path: 'a[1]', reason: 'must be string', field: 'a' },
    { path: '', reason: 'is not valid', field: undefined },
  ])
  expect(readProblems(undefined, ['a'])).toEqual([])
})

it('names the fields whose text has no value', () => {
  const fields = fieldsOf(
    readSections({ properties: { a: { type: 'number' }, b: { type: 'number' } } }),
  )
  const [first] = fields
  const state = first ? withText(stateOf({}), first, 'x') : stateOf({})
  expect(draftProblems(state, fields)).toEqual([
    { path: 'a', reason: 'is not a number', field: 'a' },
  ])
})
