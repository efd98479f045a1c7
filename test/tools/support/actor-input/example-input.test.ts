import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { exampleInput } from '../../../../tools/support/actor-input/example-input.ts'
import { readObjectSchema } from '../../../../tools/support/actor-input/input-schema.ts'
import { prepareCheck } from '../../../../tools/support/actor-input/prepare-check.ts'

async function exampleOf(
  properties: object,
  required: string[] = [],
  stored?: Record<string, unknown>,
) {
  const schema = { type: 'object', properties, required }
  const check = await prepareCheck(schema)
  return check && exampleInput(readObjectSchema(schema), check, stored)
}

describe('exampleInput', () => {
  it.each<[string, object, unknown]>([
    ['a prefill', { prefill: 'x', default: 'y', example: 'z' }, 'x'],
    ['a default', { default: 'y', example: 'z' }, 'y'],
    ['an example', { example: 'z' }, 'z'],
    ['false as a prefill', { type: 'boolean', prefill: false }, false],
    ['a text', { type: 'string' }, 'example'],
    ['a long text', { type: 'string', minLength: 9 }, 'examplexx'],
    ['a URL', { type: 'string', title: 'Start URL' }, 'https://example.com'],
    ['the first value of an enum', { type: 'string', enum: ['b', 'a'] }, 'b'],
    ['a truth value', { type: 'boolean' }, true],
    ['a number in its bounds', { type: 'integer', minimum: 5, maximum: 7 }, 5],
    ['a number below 1', { type: 'number', maximum: 0.5 }, 0.5],
    ['an object', { type: 'object' }, {}],
    ['a list', { type: 'array' }, ['example']],
    ['a list of numbers', { type: 'array', items: { type: 'integer' }, minItems: 2 }, [1, 1]],
    [
      'a list of sources',
      { type: 'array', editor: 'requestListSources' },
      [{ url: 'https://example.com' }],
    ],
    ['the first of several types', { type: ['integer', 'string'] }, 1],
  ])('gives a required field %s', async (_, field, value) => {
    expect(await exampleOf({ a: field }, ['a'])).toEqual({ a: value })
  })

  const entries = { type: 'array', editor: 'json' }
  const objects = { ...entries, items: { type: 'object' } }
  const url = 'https://example.com'

  it.each<[string, object, unknown]>([
    [
      'the fields of a schema, the optional ones too',
      { ...entries, items: { type: 'object', properties: { url: {}, n: { type: 'integer' } } } },
      [{ url, n: 1 }],
    ],
    [
      'what fields within propose',
      {
        type: 'object',
        properties: { a: { default: 3 }, b: { prefill: 'x' }, c: { type: 'boolean' } },
      },
      { a: 3, b: 'x', c: false },
    ],
    [
      'objects within lists within objects',
      {
        type: 'object',
        properties: { a: { ...entries, items: { properties: { b: { enum: ['x'] } } } } },
      },
      { a: [{ b: 'x' }] },
    ],
    [
      'what its entries propose',
      { ...entries, items: { type: 'object', example: { a: 1 } } },
      [{ a: 1 }],
    ],
    [
      'the first entry of a default',
      { ...objects, prefill: [{}], default: [{ a: 1 }] },
      [{ a: 1 }],
    ],
    [
      'JSON in its description',
      { ...objects, description: 'Such as [{"a": "}", "b": {"c": 1}}].' },
      [{ a: '}', b: { c: 1 } }],
    ],
    [
      'escaped JSON in its description',
      { ...objects, description: '<code>{&quot;a&quot;: 1}</code>' },
      [{ a: 1 }],
    ],
    [
      'a literal in its description',
      { ...objects, description: "Use { url: 'x', label: 'y' }." },
      [{ url, label: 'example' }],
    ],
    [
      'names in brackets in its description',
      { ...entries, description: 'Entries are {link, id?}.' },
      [{ link: url, id: 'example' }],
    ],
    [
      'names in the description of its entries',
      {
        ...entries,
        items: { type: 'object', description: 'Object with `query` and `"url"`, or `null`.' },
      },
      [{ query: 'example', url }],
    ],
    [
      'names in the description of an object',
      { type: 'object', description: 'Fields `user` and `pass`.' },
      { user: 'example', pass: 'example' },
    ],
    ['a proxy', { type: 'object', editor: 'proxy' }, { useApifyProxy: true }],
    [
      'the type of other fields',
      { type: 'object', additionalProperties: { type: 'integer' } },
      { example: 1 },
    ],
    [
      'a part of each of allOf',
      { type: 'object', allOf: [{ properties: { a: {} } }, { properties: { b: {} } }] },
      { a: 'example', b: 'example' },
    ],
    [
      'the first of oneOf',
      { oneOf: [{ type: 'object', properties: { a: {} } }, { type: 'string' }] },
      { a: 'example' },
    ],
    [
      'entries that differ',
      { ...entries, items: { type: 'string' }, minItems: 3, uniqueItems: true },
      ['example', 'example2', 'example3'],
    ],
    [
      'a number between bounds that it must not reach',
      { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 2 },
      1.5,
    ],
    ['a multiple', { type: 'integer', minimum: 8, multipleOf: 5 }, 10],
    ['a short text', { type: 'string', title: 'URL', maxLength: 3 }, 'exa'],
    ['a date', { type: 'string', editor: 'datepicker' }, '2026-01-31'],
    [
      'no more than is allowed within',
      { type: 'object', additionalProperties: false, description: '`a` field' },
      {},
    ],
  ])('gives a required field %s', async (_, field, value) => {
    expect(await exampleOf({ a: { title: '', ...field } }, ['a'])).toEqual({ a: value })
  })

  it('drops an optional field within that it cannot invent', async () => {
    const code = { type: 'string', pattern: '^[A-Z]\\d$' }
    const a = { type: 'object', properties: { id: { type: 'string' }, code }, required: ['id'] }
    expect(await exampleOf({ a }, ['a'])).toEqual({ a: { id: 'example' } })
  })

  it('shows the beginning of a long list', async () => {
    const prefill = Array.from({ length: 400 }, (_, i) => ({ id: i }))
    const { a } = z.object({ a: z.array(z.unknown()) }).parse(await exampleOf({ a: { prefill } }))
    expect(a.length).toBeGreaterThan(5)
    expect(a).toEqual(prefill.slice(0, a.length))
  })

  it('leaves out an optional list whose prefill shows nothing', async () => {
    expect(await exampleOf({ a: { type: 'array', prefill: [{}] }, b: { prefill: 1 } })).toEqual({
      b: 1,
    })
  })

  it('stays small for a schema whose lists multiply', async () => {
    let field: object = { type: 'string' }
    for (let i = 0; i < 30; i++) field = { type: 'array', minItems: 50, items: field }
    expect(await exampleOf({ a: field }, ['a'])).toBeUndefined()
  })

  it('proposes no value for an optional field without a prefill or example', async () => {
    expect(await exampleOf({ a: { type: 'string', default: 'x' }, b: { prefill: 1 } })).toEqual({
      b: 1,
    })
  })

  it('leaves out an optional field with a wrong prefill', async () => {
    const properties = { a: { type: 'integer', prefill: 'x' }, b: { prefill: 'y' } }
    expect(await exampleOf(properties)).toEqual({ b: 'y' })
  })

  it('takes the example that the author stored if its own are not valid', async () => {
    const code = { type: 'string', pattern: '^[A-Z]\\d$' }
    expect(await exampleOf({ code }, ['code'], { code: 'A1' })).toEqual({ code: 'A1' })
    expect(await exampleOf({ code }, ['code'], { code: 'wrong' })).toBeUndefined()
    expect(await exampleOf({ code }, ['code'])).toBeUndefined()
  })

  it('does not propose very long values', async () => {
    expect(await exampleOf({ a: { prefill: 'x'.repeat(2000) }, b: { prefill: 'y' } })).toEqual({
      b: 'y',
    })
  })
})
