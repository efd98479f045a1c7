import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  amount,
  count,
  entries,
  entriesByName,
  flag,
  integer,
  jsonText,
  part,
  reference,
  requiredId,
  text,
  time,
} from '../../../src/apify/types/lenient.ts'

const ISO = '2026-01-02T03:04:05.000Z'
const MS = Date.parse(ISO)

describe('a field that is only shown', () => {
  it.each<[string, z.ZodType, [value: unknown, read: unknown][]]>([
    [
      'text',
      text,
      [
        ['a', 'a'],
        [5, '5'],
        [['a'], undefined],
        [{}, undefined],
        [true, undefined],
      ],
    ],
    [
      'jsonText',
      jsonText,
      [
        ['{}', '{}'],
        [{ a: [1] }, '{"a":[1]}'],
        [true, undefined],
      ],
    ],
    [
      'count',
      count,
      [
        [3, 3],
        ['12', 12],
        [' 12 ', 12],
        ['1e3', 1000],
        [-1, undefined],
        ['-1', undefined],
        [1.5, undefined],
        [1e300, undefined],
        ['', undefined],
        ['abc', undefined],
        ['NaN', undefined],
        ['0x10', undefined],
        [[1], undefined],
      ],
    ],
    [
      'integer',
      integer,
      [
        ['0', 0],
        ['-9', -9],
        [137, 137],
        ['1.5', undefined],
      ],
    ],
    [
      'amount',
      amount,
      [
        ['0.05', 0.05],
        [2, 2],
        [-2, undefined],
        ['1e400', undefined],
        ['$5', undefined],
      ],
    ],
    [
      'flag',
      flag,
      [
        [true, true],
        ['true', true],
        [1, true],
        ['false', false],
        [0, false],
        ['no', undefined],
        [[], undefined],
      ],
    ],
    [
      'time',
      time,
      [
        [ISO, ISO],
        ['2026-01-02T03:04:05+01:00', '2026-01-02T03:04:05+01:00'],
        [MS, ISO],
        [MS / 1000, ISO],
        [String(MS), ISO],
        ['Fri, 02 Jan 2026 03:04:05 GMT', ISO],
        ['soon', undefined],
        ['version 1', undefined],
        ['2026-99-99T00:00:00Z', undefined],
        ['', undefined],
        [0, undefined],
        [5, undefined],
        [1e300, undefined],
        [{}, undefined],
      ],
    ],
    [
      'reference',
      reference,
      [
        ['a1', 'a1'],
        ['alice~data', 'alice~data'],
        [5, '5'],
        ['', undefined],
        ['a b', undefined],
        ['../x', undefined],
        ['..', undefined],
        ['x'.repeat(200), undefined],
      ],
    ],
  ])('of type %s', (_, schema, values) => {
    for (const [value, read] of values) expect(schema.parse(value), String(value)).toBe(read)
    expect(z.object({ field: schema }).parse({ field: null })).toEqual({ field: null })
    expect(z.object({ field: schema }).parse({})).toEqual({})
  })

  it('is missing if it is no object but should be', () => {
    const run = z.object({ stats: part({ seconds: amount }) })
    for (const stats of [[], 'x', 5, true]) expect(run.parse({ stats })).toEqual({})
    expect(run.parse({ stats: { seconds: 'x' } })).toEqual({ stats: {} })
  })
})

describe('the ID of an answer', () => {
  it.each([
    ['a', 'a'],
    [' a ', 'a'],
  ])('%j is read as %j', (value, id) => {
    expect(requiredId.parse(value)).toBe(id)
  })

  it.each([undefined, null, '', ' ', 7, {}, [], true])('%j is an error', (value) => {
    expect(requiredId.safeParse(value).success).toBe(false)
  })
})

describe('a list', () => {
  const entry = z.object({ name: text })

  it('keeps the places of entries in another form', () => {
    const read = entries(entry).parse([{ name: 'a' }, null, 'x', { name: [] }, { name: 'b' }])
    expect(read).toEqual([{ name: 'a' }, {}, {}, {}, { name: 'b' }])
    expect(entries(entry).safeParse({}).success).toBe(false)
    expect(entries(entry).safeParse(Array(2001).fill({})).success).toBe(false)
  })

  it('by name keeps the names', () => {
    expect(entriesByName(entry).parse({ a: { name: 'a' }, b: 5 })).toEqual({
      a: { name: 'a' },
      b: {},
    })
    expect(entriesByName(entry).parse([])).toBeUndefined()
  })
})
