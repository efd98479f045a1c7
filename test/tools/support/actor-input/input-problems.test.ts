import { describe, expect, it } from 'vitest'
import {
  inputProblems,
  unknownFields,
} from '../../../../tools/support/actor-input/input-problems.ts'

describe('inputProblems', () => {
  it.each([
    ['', []],
    ['Something else is wrong.', [{ path: '', reason: 'Something else is wrong' }]],
    ['Field input.startUrls is required', [{ path: 'startUrls', reason: 'is required' }]],
    [
      'Input is not valid: Field input.a is required; Items in input.b must be URLs.',
      [
        { path: 'a', reason: 'is required' },
        { path: 'b', reason: 'must be URLs' },
      ],
    ],
    ['Field "input.a[0].b" must be a string', [{ path: 'a[0].b', reason: 'must be a string' }]],
    [
      'Field input.a is wrong\nField input.b is wrong',
      [
        { path: 'a', reason: 'is wrong' },
        { path: 'b', reason: 'is wrong' },
      ],
    ],
  ])('reads the message %j of the platform', (refusal, problems) => {
    expect(inputProblems(refusal, [])).toEqual(problems)
  })

  it('names a field once, as the schema has it', () => {
    const found = [{ path: 'a[1].url', reason: 'must be string' }]
    const refusal = 'Field input.a is wrong; Field input.b is out of stock'
    expect(inputProblems(refusal, found)).toEqual([
      ...found,
      { path: 'b', reason: 'is out of stock' },
    ])
  })
})

describe('unknownFields', () => {
  const rules = { check: undefined, names: ['a'], open: false }
  it.each([
    [{ a: 1, b: 2, c: 3 }, rules, ['b', 'c']],
    [{ a: 1 }, rules, []],
    [{ b: 2 }, { ...rules, open: true }, []],
    [{ b: 2 }, undefined, []],
  ])('of %j by %j', (input, rules, names) => {
    expect(unknownFields(input, rules)).toEqual(names)
  })

  it('names at most ten', () => {
    const input = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, 1]))
    expect(unknownFields(input, rules)).toHaveLength(10)
  })
})
