import { describe, expect, it } from 'vitest'
import {
  editorEntry,
  fieldTable,
  readObjectSchema,
  topField,
} from '../../../../tools/support/actor-input/input-schema.ts'

const rowOf = (field: unknown, required: string[] = []) =>
  fieldTable(readObjectSchema({ properties: { a: field }, required }))[0]

describe('fieldTable', () => {
  it.each<[unknown, string]>([
    [{}, 'any'],
    [{ type: 'string' }, 'string'],
    [{ type: ['string', 'null'] }, 'string or null'],
    [{ type: 7 }, 'any'],
    ['no schema', 'any'],
    [{ type: 'integer', minimum: 1, maximum: 9 }, 'integer 1 to 9'],
    [{ type: 'integer', minimum: 1 }, 'integer from 1'],
    [{ type: 'number', maximum: 0.5 }, 'number up to 0.5'],
    [{ type: 'integer', minimum: 'x' }, 'integer'],
    [{ type: 'object' }, 'object'],
    [{ type: 'object', properties: { x: {}, y: {} } }, 'object {x, y}'],
    [
      {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`p${i}`, {}])),
      },
      'object {p0, p1, p2, p3, p4, p5, p6, p7, +2}',
    ],
    [{ type: 'array' }, 'array'],
    [{ type: 'array', items: { type: 'integer' } }, 'array of integer'],
    [{ type: 'array', items: { type: 'object', properties: { x: {} } } }, 'array of {x}'],
    [{ type: 'array', editor: 'requestListSources' }, 'array of {url}'],
    [{ type: 'array', editor: 'keyValue' }, 'array of {key, value}'],
    [{ type: 'array', editor: 'stringList' }, 'array of string'],
  ])('writes the type of %j as %s', (field, type) => {
    expect(rowOf(field)?.type).toBe(type)
  })

  it('shows required fields first, and leaves out what does not apply', () => {
    const schema = readObjectSchema({
      properties: {
        optional: { type: 'string', description: 'Some <b>text</b>.', default: 'x' },
        needed: { type: 'boolean', title: 'Title' },
      },
      required: ['needed'],
    })
    expect(fieldTable(schema)).toEqual([
      { name: 'needed', type: 'boolean', required: true, description: 'Title' },
      { name: 'optional', type: 'string', default: 'x', description: 'Some text.' },
    ])
  })

  it('shows the values of an enum, and counts those of a long one', () => {
    expect(rowOf({ type: 'string', enum: ['a', 'b'] })?.values).toEqual(['a', 'b'])
    const values = Array.from({ length: 13 }, (_, i) => `v${i}`)
    expect(rowOf({ type: 'string', enum: values })?.values).toEqual([
      ...values.slice(0, 10),
      '… [+3 values]',
    ])
  })

  it('shortens a long default', () => {
    const row = rowOf({ type: 'array', default: ['x'.repeat(1000)] })
    expect(String(row?.default).length).toBeLessThan(150)
  })
})

describe('readObjectSchema', () => {
  it('keeps the names of required fields beside entries of another form', () => {
    const required = ['a', null, 7, ['c'], { name: 'd' }, 'b']
    expect(readObjectSchema({ properties: {}, required }).required).toEqual(['a', 'b'])
  })

  it.each([[undefined], [null], [7], ['x'], [[]], [{ properties: 7, required: 'a' }]])(
    'reads %j as an object without fields',
    (value) => {
      expect(readObjectSchema(value)).toMatchObject({ properties: {}, required: [] })
    },
  )
})

describe('editorEntry', () => {
  it.each([
    ['requestListSources', { url: 'https://example.com' }],
    ['globs', { glob: 'https://example.com/**' }],
    ['stringList', undefined],
    ['constructor', undefined],
    [undefined, undefined],
  ])('of %s is %j', (editor, entry) => {
    expect(editorEntry({ editor })).toEqual(entry)
  })
})

describe('topField', () => {
  it.each([
    ['a', 'a'],
    ['a.b', 'a'],
    ['a[0].b', 'a'],
    ['', ''],
  ])('of %j is %j', (path, field) => {
    expect(topField(path)).toBe(field)
  })
})
