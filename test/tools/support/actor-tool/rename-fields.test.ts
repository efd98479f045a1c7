import { describe, expect, it } from 'vitest'
import { ToolError } from '../../../../src/shared/errors.ts'
import { inArguments, toInput } from '../../../../tools/support/actor-tool/rename-fields.ts'

const FIELDS = new Map([
  ['a_b', 'a.b'],
  ['_0', '0'],
  ['field', '日本'],
  ['pay', 'pay($)'],
  ['same', 'same'],
])

describe('toInput', () => {
  it('returns the names of the Actor', () => {
    const args = { a_b: 1, _0: null, field: [], pay: 2, same: 'x' }
    expect(toInput(args, FIELDS)).toEqual({ 'a.b': 1, '0': null, 日本: [], 'pay($)': 2, same: 'x' })
  })
})

describe('inArguments', () => {
  it.each([
    ['Field input.a.b is required.', 'Field input.a_b is required.'],
    ['Items in input.a.b.c are wrong.', 'Items in input.a_b.c are wrong.'],
    ['Field input.a.bc is required.', 'Field input.a.bc is required.'],
    ['Field input.pay($) is required.', 'Field input.pay is required.'],
    ['Field input.日本 is required.', 'Field input.field is required.'],
    ['`a.b` and "a.b" are wrong.', '`a_b` and "a_b" are wrong.'],
    ['Apify answered 500 in 0 s: a.b.', 'Apify answered 500 in 0 s: a.b.'],
    ['Field input.same is required.', 'Field input.same is required.'],
  ])('writes %j as %j', (happened, expected) => {
    const error = inArguments(new ToolError(happened, 'Do this.'), FIELDS)
    expect(error).toMatchObject({ name: 'ToolError', message: `${expected} Do this.` })
  })

  it('returns other errors as they are', () => {
    const errors = [new ToolError('x', 'y'), new TypeError('input.a.b')]
    for (const error of errors) expect(inArguments(error, FIELDS)).toBe(error)
  })
})
