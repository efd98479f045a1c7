import { describe, expect, it } from 'vitest'
import {
  describeInput,
  inputRules,
  inputSchemaOf,
} from '../../../../tools/support/actor-input/describe-input.ts'

const SCHEMA = { type: 'object', properties: { a: { type: 'string', prefill: 'x' } } }
const build = (fields: object = { inputSchema: JSON.stringify(SCHEMA) }) => ({
  id: 'build1',
  buildNumber: '0.1',
  inputSchema: undefined,
  readme: undefined,
  actorDefinition: undefined,
  ...fields,
})
const actor = (body?: string) => ({
  id: 'actor1',
  name: 'crawler',
  username: 'alice',
  title: undefined,
  description: undefined,
  isDeprecated: undefined,
  pricingInfos: undefined,
  defaultRunOptions: undefined,
  exampleRunInput: { body },
})

describe('inputSchemaOf', () => {
  it.each<[string, object, unknown]>([
    ['the text of the build', {}, SCHEMA],
    ['the Actor definition', { inputSchema: null, actorDefinition: { input: { a: 1 } } }, { a: 1 }],
    [
      'the definition if the text is broken',
      { inputSchema: '{', actorDefinition: { input: { a: 1 } } },
      { a: 1 },
    ],
    ['undefined if the text is not an object', { inputSchema: '[1]' }, undefined],
    [
      'undefined if the text has too many values',
      { inputSchema: `{"default":[${'{},'.repeat(110_000)}{}]}` },
      undefined,
    ],
    [
      'undefined if the text is nested very deep',
      { inputSchema: `{"default":${'['.repeat(90_000)}${']'.repeat(90_000)}}` },
      undefined,
    ],
    [
      'undefined if the text is too long',
      { inputSchema: `{"a":"${'x'.repeat(16e6)}"}` },
      undefined,
    ],
    ['undefined if there is none', { inputSchema: undefined }, undefined],
  ])('returns %s', (_, fields, schema) => {
    expect(inputSchemaOf(build({ inputSchema: JSON.stringify(SCHEMA), ...fields }))).toEqual(schema)
  })

  it('returns undefined without a build', () => {
    expect(inputSchemaOf(undefined)).toBeUndefined()
  })
})

describe('describeInput', () => {
  it('says that a schema is too large', async () => {
    const inputSchema = `{"default":[${'{},'.repeat(110_000)}{}]}`
    const { fields, reason } = await describeInput(actor(), build({ inputSchema }))
    expect(fields).toEqual([])
    expect(reason).toContain('too large')
  })

  it('returns the fields and an example', async () => {
    expect(await describeInput(actor(), build())).toEqual({
      fields: [{ name: 'a', type: 'string' }],
      example: { a: 'x' },
      reason: undefined,
    })
  })

  it.each([
    ['there is no build', undefined, undefined, 'no finished build'],
    ['there is no schema', build({}), { b: 1 }, 'no input schema'],
    ['the schema is not valid', build({ inputSchema: '{"type":7}' }), undefined, 'No example'],
  ])('says why something is missing if %s', async (_, build, example, reason) => {
    expect(await describeInput(actor('{"b":1}'), build)).toEqual({
      fields: [],
      example,
      reason: expect.stringContaining(reason),
    })
  })
})

describe('inputRules', () => {
  it('returns the names of the fields and a check', async () => {
    const rules = await inputRules(build())
    expect(rules).toMatchObject({ names: ['a'], open: false })
    expect(await rules?.check?.({ a: 1 })).toEqual([{ path: 'a', reason: 'must be string' }])
  })

  it('is open if the schema names no fields', async () => {
    expect(await inputRules(build({ inputSchema: '{}' }))).toMatchObject({ names: [], open: true })
  })

  it('is undefined without a schema', async () => {
    expect(await inputRules(build({}))).toBeUndefined()
  })
})
