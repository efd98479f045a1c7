import { describe, expect, it } from 'vitest'
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
