import { expect, it } from 'vitest'
import { undescribedParts } from '../../../src/local/actors/undescribed-parts.ts'
import { innerFields } from '../../../tools/support/actor-input/inner-fields.ts'

const list = (items?: object) => ({ type: 'array', editor: 'json', ...(items && { items }) })
const object = (properties?: object, more = {}) => ({ type: 'object', properties, ...more })
const schemaOf = (a: object) => ({ type: 'object', properties: { a } })

// Both sides have a walk of their own, because the local platform imports nothing of the server.
it.each<[string, object, unknown, string[]]>([
  ['a list without a schema', list(), [1], ['a']],
  ['an empty list', list(), [], []],
  ['an object without a schema', object(), { x: 1 }, ['a']],
  ['an empty object', object(), {}, []],
  ['a text', { type: 'string' }, 'x', []],
  ['a described object', object({ x: {} }), { x: 1 }, []],
  [
    'an object without a schema in entries',
    list(object({ x: object() })),
    [{ x: { y: 1 } }],
    ['a[].x'],
  ],
  ['a list in an object', object({ x: list() }), { x: [1] }, ['a.x']],
  ['other fields', object(undefined, { additionalProperties: list() }), { x: [1] }, ['a.x']],
  ['what no field names', object({ x: {} }), { z: { y: 1 } }, []],
  ['an empty schema of entries', list({}), [{ x: 1 }], ['a']],
  ['sources, which the platform checks', { type: 'array', editor: 'requestListSources' }, [{}], []],
  ['a proxy', { type: 'object', editor: 'proxy' }, { useApifyProxy: true }, []],
  ['patterns of values', { type: 'object', patternValue: '^x$' }, { y: 'x' }, []],
  ['one of several', { oneOf: [object(), list()] }, { x: 1 }, []],
])('the parts that a schema does not describe, of %s', (_, field, a, expected) => {
  expect(undescribedParts(schemaOf(field), { a })).toEqual(expected)
  expect(innerFields(schemaOf(field), { a }).undescribed).toEqual(expected)
})
