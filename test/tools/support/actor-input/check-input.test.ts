import { describe, expect, it } from 'vitest'
import { compileCheck } from '../../../../tools/support/actor-input/check-input.ts'

const compileOf = (schema: object) => compileCheck(JSON.stringify(schema))

const object = (properties: object, required: string[] = [], more = {}) => ({
  type: 'object',
  properties,
  required,
  ...more,
})

describe('an input check', () => {
  it.each<[string, object, unknown, object[]]>([
    ['a valid input', object({ a: { type: 'string' } }), { a: 'x' }, []],
    ['a missing field', object({ a: {} }, ['a']), {}, [{ path: 'a', reason: 'is required' }]],
    [
      'a missing field within',
      object({ a: object({ b: {} }, ['b']) }),
      { a: {} },
      [{ path: 'a.b', reason: 'is required' }],
    ],
    [
      'an unknown field',
      object({}, [], { additionalProperties: false }),
      { x: 1 },
      [{ path: 'x', reason: 'is not a field of this input' }],
    ],
    [
      'an entry of a list',
      object({ urls: { type: 'array', items: object({ url: { type: 'string' } }) } }),
      { urls: [{ url: 'a' }, { url: 7 }] },
      [{ path: 'urls[1].url', reason: 'must be string' }],
    ],
    [
      'a value that is not in an enum',
      object({ a: { enum: ['x', 'y'] } }),
      { a: 'z' },
      [{ path: 'a', reason: 'must be one of "x", "y"' }],
    ],
    [
      'a long enum',
      object({ a: { enum: Array.from({ length: 12 }, (_, i) => i) } }),
      { a: 'z' },
      [{ path: 'a', reason: 'must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 or 2 others' }],
    ],
    ['an input of another type', object({}), 7, [{ path: '', reason: 'must be object' }]],
    [
      'a name with a slash and a tilde',
      object({ 'a/b~c': { type: 'string' } }),
      { 'a/b~c': 1 },
      [{ path: 'a/b~c', reason: 'must be string' }],
    ],
    [
      'a pattern',
      object({ a: { pattern: '^x+$' } }),
      { a: 'y' },
      [{ path: 'a', reason: 'must match pattern "^x+$"' }],
    ],
    [
      'a pattern that RE2 does not know, which is not checked',
      object({ a: { pattern: '(?=x)' } }),
      { a: 'y' },
      [],
    ],
    ['a format, which the platform checks', object({ a: { format: 'email' } }), { a: 'y' }, []],
  ])('of %s', (_, schema, input, problems) => {
    expect(compileOf(schema)?.(input)).toEqual(problems)
  })

  it('returns at most 20 problems', () => {
    const names = Array.from({ length: 50 }, (_, i) => `field${i}`)
    expect(compileOf(object({}, names))?.({})).toHaveLength(20)
  })

  it.each([
    ['has a wrong type', { type: 7 }],
    ['refers to what it does not have', { $ref: '#/definitions/none' }],
    ['is very large', object({ a: { enum: ['x'.repeat(1_000_001)] } })],
  ])('is undefined for a schema that %s', (_, schema) => {
    expect(compileOf(schema)).toBeUndefined()
  })

  it('does not hang on a pattern of exponential time', () => {
    const check = compileOf(object({ a: { pattern: '^(a+)+$' } }))
    expect(check?.({ a: `${'a'.repeat(50)}!` })).toHaveLength(1)
  })
})
