import { describe, expect, it } from 'vitest'
import {
  type FormState,
  jsonError,
  jsonText,
  otherMembers,
  stateOf,
  textFor,
  withJson,
  withoutSecrets,
  withText,
  withValue,
} from '../../../../src/views/actor/form/form-state.ts'
import { fieldOf } from '../../../support/views/form-field.ts'

describe('a field that is edited', () => {
  const type = (raw: object, text: string, before: FormState = stateOf({})) =>
    withText(before, fieldOf(raw), text)

  it.each([
    [{ type: 'integer' }, ' 12 ', 12],
    [{ type: 'number' }, '-1.5e3', -1500],
    [{ type: 'string' }, 'tea', 'tea'],
    [{ type: 'object' }, '{"b":[1]}', { b: [1] }],
    [{ type: 'array', editor: 'stringList' }, 'a\n\n b \n', ['a', 'b']],
    [{ type: 'array', editor: 'globs' }, 'https://a/**', [{ glob: 'https://a/**' }]],
    [{ type: 'array', editor: 'keyValue' }, 'Accept: a: b', [{ key: 'Accept', value: 'a: b' }]],
  ])('of %j reads %j', (raw, text, value) => {
    const state = type(raw, text)
    expect(state.value).toEqual({ a: value })
    expect(textFor(state, fieldOf(raw))).toBe(text)
  })

  it.each([
    [{ type: 'integer' }, '12abc'],
    [{ type: 'object' }, '{"b":'],
    [{ type: 'array', editor: 'keyValue' }, 'no colon'],
  ])('of %j keeps %j as it is typed, and the value as it was', (raw, text) => {
    const state = type(raw, text, stateOf({ a: 5 }))
    expect(state.value).toEqual({ a: 5 })
    expect(textFor(state, fieldOf(raw))).toBe(text)
  })

  it('keeps the members of an entry that its line does not show', () => {
    const raw = { type: 'array', editor: 'requestListSources' }
    const before = stateOf({ a: [{ url: 'https://a/', userData: { depth: 1 } }] })
    expect(textFor(before, fieldOf(raw))).toBe('https://a/')
    const after = type(raw, 'https://b/\nhttps://a/', before)
    expect(after.value.a).toEqual([
      { url: 'https://b/' },
      { url: 'https://a/', userData: { depth: 1 } },
    ])
  })

  it('leaves an empty text out, unless a default would take its place', () => {
    expect(type({ type: 'string' }, '', stateOf({ a: 'x' })).value).toEqual({})
    expect(type({ type: 'string', default: 'x' }, '', stateOf({ a: 'x' })).value).toEqual({ a: '' })
  })
})

describe('the input as JSON', () => {
  const field = fieldOf({ type: 'integer' })

  it('shares its value with the form, both ways', () => {
    const typed = withText(stateOf({ other: 1 }), field, '7')
    expect(JSON.parse(jsonText(typed))).toEqual({ other: 1, a: 7 })
    const changed = withJson(typed, '{ "a": 8, "other": 1 }')
    expect(textFor(changed, field)).toBe('8')
    expect(jsonText(changed)).toBe('{ "a": 8, "other": 1 }')
    expect(otherMembers(changed, [field])).toEqual(['other'])
  })

  it.each(['{ "a": ', '[1]', '5', ''])('keeps %j, which is no JSON object, and says so', (text) => {
    const state = withJson(stateOf({ a: 1 }), text)
    expect(jsonText(state)).toBe(text)
    expect(jsonError(state)).toMatch(/^is not (?:JSON|a JSON object)/)
    expect(state.value).toEqual({ a: 1 })
  })

  it('keeps a text that is no number while the JSON is shown', () => {
    const typed = withText(stateOf({ a: 1 }), field, '1x')
    expect(textFor(withJson(typed, '{"a":1,"b":2}'), field)).toBe('1x')
    expect(textFor(withJson(typed, '{"a":3}'), field)).toBe('3')
  })

  it('takes a field out when it has no value, and leaves secrets out of what others read', () => {
    expect(withValue(stateOf({ a: 1, b: 2 }), 'a', undefined).value).toEqual({ b: 2 })
    const secret = fieldOf({ type: 'string', isSecret: true })
    expect(withoutSecrets({ a: 'hidden', b: 2 }, [secret])).toEqual({ b: 2 })
  })
})
