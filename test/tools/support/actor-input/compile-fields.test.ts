import { describe, expect, it } from 'vitest'
import { compileFields } from '../../../../tools/support/actor-input/compile-fields.ts'

const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number
const compile = (field: object, chars = 160) =>
  compileFields({ properties: { a: field } }, chars)[0]

describe('compileFields', () => {
  it.each<[object, object]>([
    [{ type: 'string' }, { type: 'string' }],
    [{ type: ['null', 'boolean'] }, { type: 'boolean' }],
    [
      { type: ['object', 'array', 'string', 'null'] },
      { type: 'object', description: 'Also accepts: array, string.' },
    ],
    [
      { type: ['array', 'object'], title: 'T', items: { type: 'integer' } },
      { type: 'array', description: 'T. Also accepts: object.', items: { type: 'integer' } },
    ],
    [{ anyOf: [{ type: 'null' }, { type: 'object' }] }, { type: 'object' }],
    [{ prefill: [1] }, { type: 'array', items: { type: 'number' } }],
    [{ properties: { a: {} } }, { type: 'object' }],
    [{ editor: 'proxy' }, { type: 'object' }],
    [{ enum: [1, 2] }, { type: 'number' }],
    [{ type: 'file' }, { type: 'string' }],
    [{}, { type: 'string' }],
    [{ type: 'integer' }, { type: 'integer' }],
    [
      { type: 'integer', minimum: MIN_SAFE_INTEGER, maximum: MAX_SAFE_INTEGER },
      { type: 'integer' },
    ],
    [
      { type: 'integer', minimum: 0.5, maximum: 1e300 },
      { type: 'integer', minimum: 1 },
    ],
    [
      { type: 'number', minimum: 0.5 },
      { type: 'number', minimum: 0.5 },
    ],
    [
      { type: 'string', enum: ['', 'a', 'b', 'a', 7] },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [{ type: 'string', enum: [''] }, { type: 'string' }],
    [
      { type: 'integer', enum: [1, 2], minimum: 1, maximum: 2 },
      { type: 'integer', minimum: 1, maximum: 2 },
    ],
    [{ type: 'array' }, { type: 'array', items: { type: 'string' } }],
    [
      { type: 'array', items: { type: 'integer' } },
      { type: 'array', items: { type: 'integer' } },
    ],
    [
      { type: 'array', items: { type: 'array' } },
      { type: 'array', items: { type: 'string' } },
    ],
    [
      { type: 'array', prefill: [{ x: 1 }] },
      { type: 'array', items: { type: 'object' } },
    ],
    [
      { type: 'array', default: [1] },
      { type: 'array', description: 'Default: [1].', items: { type: 'number' } },
    ],
    [
      { type: 'array', editor: 'keyValue' },
      {
        type: 'array',
        items: {
          type: 'object',
          properties: { key: { type: 'string' }, value: { type: 'string' } },
          required: ['key', 'value'],
        },
      },
    ],
  ])('compiles %j', (field, schema) => {
    expect(compile(field)?.schema).toEqual(schema)
  })

  it.each<[object, number, string | undefined]>([
    [{ title: 'A title' }, 160, 'A title'],
    [{ title: 'A title', description: 'What it is.' }, 160, 'What it is.'],
    [{ description: 'What it is', default: 2 }, 160, 'What it is. Default: 2.'],
    [{ description: 'x'.repeat(50) }, 30, `${'x'.repeat(30)}…`],
    [{ description: 'What it is', default: 2 }, 0, undefined],
    [{ enum: Array.from({ length: 21 }, (_, i) => `v${i}`) }, 160, 'For example ["v0","v1","v2"].'],
  ])('describes %j in %i characters', (field, chars, description) => {
    expect(compile(field, chars)?.schema.description).toBe(description)
  })

  it('returns required fields first; those with a default may be left out', () => {
    const fields = compileFields(
      { properties: { a: {}, b: {}, c: { default: 1 } }, required: ['b', 'c'] },
      160,
    )
    expect(fields.map(({ name, required }) => [name, required])).toEqual([
      ['b', true],
      ['a', false],
      ['c', false],
    ])
  })

  it('leaves out hidden fields, except those without which a run fails', () => {
    const hidden = { editor: 'hidden' }
    const properties = { a: {}, b: hidden, c: hidden, d: { ...hidden, default: 1 } }
    const fields = compileFields({ properties, required: ['c', 'd'] }, 160)
    expect(fields.map(({ name }) => name)).toEqual(['c', 'a'])
  })

  it('adds required fields that the schema forgets to describe', () => {
    const [field] = compileFields({ properties: {}, required: ['a.b'] }, 160)
    expect(field).toMatchObject({ name: 'a_b', field: 'a.b', required: true, type: 'any' })
  })

  it.each<[string, string | undefined]>([
    ['a.b', undefined],
    ['größe', 'The Actor calls it "größe".'],
    ['x'.repeat(65), `The Actor calls it "${'x'.repeat(40)}…".`],
  ])('tells the name of the field %j if its argument does not', (name, description) => {
    expect(compileFields({ properties: { [name]: {} } }, 160)[0]?.schema.description).toBe(
      description,
    )
  })

  it.each<[object, string, unknown[], unknown[]]>([
    [{ type: ['object', 'array'] }, 'object or array', [{}, []], ['x', null]],
    [{ type: ['integer', 'null'] }, 'integer or null', [1, null], [0.5, '1']],
    [{ type: ['null', 'string'] }, 'null or string', ['x', null], [1]],
    [{ type: 'boolean', nullable: true }, 'boolean or null', [true, null], [0]],
    [{ type: 'boolean', nullable: false }, 'boolean', [true], [null]],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null', ['x', null], [1]],
    [{ oneOf: [{ type: 'string' }, { type: ['array'] }] }, 'string or array', ['x', []], [1]],
    [{ allOf: [{ title: 'x' }, { type: 'array' }] }, 'array', [[]], ['x']],
    [{ anyOf: [{ type: 'string' }, { title: 'x' }] }, 'any', ['x', 1, null], [undefined]],
    [{}, 'any', ['x', 1, null, [], {}], [undefined]],
    [{ type: 'null' }, 'any', ['x', null], [undefined]],
    [{ type: 'file' }, 'any', ['x', {}], [undefined]],
  ])('accepts what %j lists', (field, type, good, bad) => {
    const compiled = compile(field)
    expect(compiled?.type).toBe(type)
    for (const value of good) expect(compiled?.accepts(value), JSON.stringify(value)).toBe(true)
    for (const value of bad) expect(compiled?.accepts(value), JSON.stringify(value)).toBe(false)
  })

  it('accepts an empty text only if the values have one', () => {
    expect(compile({ enum: ['a', 'b'] })?.accepts('')).toBe(false)
    expect(compile({ enum: ['', 'b'] })?.accepts('')).toBe(true)
  })

  it.each([
    ['string', ['', 'x'], [1, null, []]],
    ['integer', [0, -1], [0.5, '1', Number.NaN]],
    ['number', [0.5, 1], ['1', null]],
    ['boolean', [true, false], ['true', 0]],
    ['array', [[], [1]], [{}, 'x', null]],
    ['object', [{}, { a: 1 }], [[], null, 'x']],
  ])('accepts values of type %s only', (type, good, bad) => {
    const field = compile({ type })
    for (const value of good) expect(field?.accepts(value), JSON.stringify(value)).toBe(true)
    for (const value of bad) expect(field?.accepts(value), JSON.stringify(value)).toBe(false)
  })
})
