import { describe, expect, it } from 'vitest'
import { LongText } from '../../../../src/budget/pruned.ts'
import { observeRows, toSchema } from '../../../../tools/support/derive-schema/derive-schema.ts'

const schemaOf = (...rows: unknown[]) => toSchema(observeRows(rows))
const propertyOf = (...values: unknown[]) =>
  Object(schemaOf(...values.map((a) => ({ a }))).properties).a

describe('the schema of rows', () => {
  it('requires what all rows have, null too', () => {
    expect(schemaOf({ a: 1, b: 'x', c: null }, { a: 2, c: true })).toEqual({
      type: 'object',
      properties: {
        a: { type: 'integer' },
        b: { type: 'string' },
        c: { type: ['boolean', 'null'] },
      },
      required: ['a', 'c'],
    })
  })

  it.each<[values: unknown[], schema: object]>([
    [[1, 2.5], { type: 'number' }],
    [[1, 'x'], { type: ['integer', 'string'] }],
    [[null, null], { type: 'null' }],
    [[[], []], { type: 'array' }],
    [[[1, 'x'], [null]], { type: 'array', items: { type: ['integer', 'string', 'null'] } }],
    [[[[1]], [[2]]], { type: 'array', items: { type: 'array', items: { type: 'integer' } } }],
    [[{}, {}], { type: 'object' }],
    [
      [{ b: { c: 1 } }, { b: {} }],
      {
        type: 'object',
        properties: { b: { type: 'object', properties: { c: { type: 'integer' } } } },
        required: ['b'],
      },
    ],
    [
      [[{ x: 1 }, { x: 2, y: 'z' }]],
      {
        type: 'array',
        items: {
          type: 'object',
          properties: { x: { type: 'integer' }, y: { type: 'string' } },
          required: ['x'],
        },
      },
    ],
    [[new LongText('abc', 9999), 'x'], { type: 'string' }],
  ])('of values %j is %j', (values, schema) => {
    expect(propertyOf(...values)).toEqual(schema)
  })

  it.each<[format: string | undefined, texts: string[]]>([
    [
      'date-time',
      ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.678+02:00', '2024-02-29T00:00:00Z'],
    ],
    ['date', ['2026-01-02', '2026-12-31', '2024-02-29']],
    ['uri', ['https://a.b/c?d=e#f', 'http://a.b', 'https://x.y/%20z']],
    // Fewer than three prove nothing, and one other text is enough against it.
    [undefined, ['2026-01-02', '2026-01-03']],
    [undefined, ['2026-01-02', '2026-02-30', '2026-01-03']],
    [undefined, ['2026-01-02T03:04:05', '2026-01-02T03:04:05', '2026-01-02T03:04:05']],
    [undefined, ['https://a.b', 'https://a.b', '']],
    [undefined, ['https://a b', 'https://a.b', 'https://a.c']],
    [undefined, ['12', '13', '14']],
  ])('has the format %s only if it is sure: %j', (format, texts) => {
    expect(propertyOf(...texts)).toEqual({ type: 'string', ...(format && { format }) })
  })

  it('describes the values of an object whose keys are values', () => {
    const byId = (from: number) =>
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`id${from + i}`, { n: i }]))
    expect(propertyOf(byId(0), byId(40))).toEqual({
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: { n: { type: 'integer' } },
        required: ['n'],
      },
    })
  })

  it('keeps names that objects of JavaScript have', () => {
    const row: unknown = JSON.parse('{"__proto__":1,"constructor":"x"}')
    const { properties } = schemaOf(row)
    expect(Object.keys(Object(properties))).toEqual(['__proto__', 'constructor'])
  })

  it('ends where values are nested too deep, or have too many names', () => {
    let deep: unknown = 1
    for (let i = 0; i < 5000; i++) deep = { a: [deep] }
    expect(JSON.stringify(schemaOf(deep)).length).toBeLessThan(2000)
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i]))
    expect(Object.keys(Object(schemaOf(wide).properties))).toHaveLength(10_000)
  })
})
