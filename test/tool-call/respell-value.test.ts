import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isObject } from '../../src/shared/json.ts'
import { parseInput } from '../../src/tool-call/parse-arguments.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'

const object = z.custom<object>(isObject).meta({ type: 'object' })

const TOOL = defineTool({
  name: 'look',
  title: 'Look',
  description: 'Looks.',
  toolset: 'runs',
  annotations: READ,
  literal: ['text', 'phrases'],
  input: z.strictObject({
    count: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    limit: z.int().min(1).max(10).default(5),
    lines: z.int().max(Number.MAX_SAFE_INTEGER).optional(),
    price: z.number().optional(),
    desc: z.boolean().optional(),
    kind: z.enum(['json', 'xml', 'Xml']).optional(),
    fields: z.array(z.string()).optional(),
    phrases: z.array(z.string()).optional(),
    sizes: z.array(z.int()).optional(),
    items: z.array(object).optional(),
    input: object.optional(),
    runId: z.string().optional(),
    search: z.string().optional(),
    text: z.string().optional(),
    where: z.strictObject({ field: z.string(), not: z.boolean().optional() }).optional(),
  }),
  output: z.object({}),
  handler: async () => ({}),
})

const parse = (args: unknown) => {
  const { limit: _, ...rest } = parseInput(TOOL, args)
  return rest
}

describe('an argument', () => {
  it.each<[given: object, meant: object]>([
    [{ count: ' 10\n' }, { count: 10 }],
    [{ count: '10.0' }, { count: 10 }],
    [{ count: '1e3' }, { count: 1000 }],
    [{ count: '-0' }, { count: -0 }],
    [{ count: '"10"' }, { count: 10 }],
    [{ count: '9007199254740991' }, { count: Number.MAX_SAFE_INTEGER }],
    [{ price: '0.1' }, { price: 0.1 }],
    [{ desc: 'False' }, { desc: false }],
    [{ kind: 'JSON' }, { kind: 'json' }],
    [{ kind: 'xml' }, { kind: 'xml' }],
    [{ fields: 'id' }, { fields: ['id'] }],
    [{ fields: "it's,b" }, { fields: ["it's", 'b'] }],
    [{ fields: 'a b, c/d' }, { fields: ['a b', 'c/d'] }],
    [{ fields: '5' }, { fields: ['5'] }],
    [{ fields: 'true' }, { fields: ['true'] }],
    [{ fields: '12345678901234567890' }, { fields: ['12345678901234567890'] }],
    [{ fields: '"a,b"' }, { fields: ['a', 'b'] }],
    [{ fields: '["a,b"]' }, { fields: ['a,b'] }],
    [{ fields: ['a,b', ' c '] }, { fields: ['a,b', ' c '] }],
    [{ phrases: 'a, b' }, { phrases: ['a, b'] }],
    [{ phrases: ' "exact words" ' }, { phrases: [' "exact words" '] }],
    [{ phrases: '"exact words" site:a.example' }, { phrases: ['"exact words" site:a.example'] }],
    [{ phrases: '["a"]' }, { phrases: ['a'] }],
    [{ phrases: '"[\\"a\\"]"' }, { phrases: ['a'] }],
    [{ sizes: 5 }, { sizes: [5] }],
    [{ sizes: '5' }, { sizes: [5] }],
    [{ sizes: ['5', 6, '7.0'] }, { sizes: [5, 6, 7] }],
    [{ sizes: '["5"]' }, { sizes: [5] }],
    [{ items: { a: 1 } }, { items: [{ a: 1 }] }],
    [{ items: '{"a":1}' }, { items: [{ a: 1 }] }],
    [{ items: ['{"a":1}', { b: '2' }] }, { items: [{ a: 1 }, { b: '2' }] }],
    [{ items: '["{\\"a\\":1}"]' }, { items: [{ a: 1 }] }],
    [
      { input: '{"id":12345678901234567890,"small":"5","n":null}' },
      { input: { id: '12345678901234567890', small: '5', n: null } },
    ],
    [
      { input: { limit: '5', none: null, empty: '' } },
      { input: { limit: '5', none: null, empty: '' } },
    ],
    [{ runId: ' ', search: '' }, {}],
    [{ runId: '""' }, {}],
    [{ runId: " '' \u200b" }, {}],
    [{ search: '""' }, { search: '""' }],
    [{ search: ' ' }, { search: ' ' }],
    [{ text: '' }, { text: '' }],
    [{ where: '{"field":"a","not":"true"}' }, { where: { field: 'a', not: true } }],
    [{ where: { field: '', not: null } }, { where: { field: '' } }],
  ])('%j means %j', (given, meant) => {
    expect(parse(given)).toEqual(meant)
  })

  it.each<object>([
    { count: 'ten' },
    { count: '10 rows' },
    { count: '1,000' },
    { count: '0x10' },
    { count: '010' },
    { count: '+5' },
    { count: '1.5' },
    { count: '-1' },
    { count: '9'.repeat(20) },
    { count: '1e400' },
    { count: true },
    { count: [10] },
    { count: '[10]' },
    { count: 'NaN' },
    { price: '9'.repeat(20) },
    { price: 'Infinity' },
    { desc: 1 },
    { desc: '1' },
    { desc: 'yes' },
    { kind: 'XML' },
    { fields: "['a']" },
    { fields: '[a, b]' },
    { fields: '{"a":1}' },
    { fields: '"a","b"' },
    { fields: "'a', 'b'" },
    { fields: ',' },
    { fields: 'null' },
    { fields: 5 },
    { fields: [5] },
    { fields: [null] },
    { fields: '[["a"]]' },
    { phrases: '[a]' },
    { sizes: '5,6' },
    { sizes: ['9'.repeat(20)] },
    { items: '{"a":1}\n{"a":2}' },
    { items: "{'a': 1}" },
    { items: [null] },
    { items: 'a,b' },
    { input: "{'a': 1}" },
    { input: '[1]' },
    { input: '"text"' },
    { input: [['a', 1]] },
    { runId: 5 },
    { text: { a: 1 } },
    { where: { field: null } },
    { other: null },
    { other: '' },
  ])('that is ambiguous or wrong stays an error: %j', (given) => {
    expect(() => parse(given)).toThrow(/Arguments of `look`/)
  })

  it.each([
    [{ count: '9'.repeat(20) }, 'Too big'],
    [{ count: '-1' }, 'Too small'],
    [{ input: "{'a': 1}" }, 'the text is not valid JSON'],
    [{ fields: "['a']" }, 'the text is not valid JSON'],
  ])('%j is reported for what it is', (given, reason) => {
    expect(() => parse(given)).toThrow(reason)
  })
})

describe('the arguments as a whole', () => {
  it.each([null, undefined, {}])('may be %j', (args) => {
    expect(parse(args)).toEqual({})
  })

  it.each<unknown>(['text', '{}', [], 5, true, [{ count: 1 }]])(
    'must be an object, not %j',
    (args) => {
      expect(() => parse(args)).toThrow(/^The input: .*expected object/)
    },
  )
})

describe('a number above the largest', () => {
  it.each<[given: object, meant: object, notes: string[]]>([
    [{ limit: 11 }, { limit: 10 }, ['`limit` is at most 10.']],
    [{ limit: '5000' }, { limit: 10 }, ['`limit` is at most 10.']],
    [{ limit: '9'.repeat(20) }, { limit: 10 }, ['`limit` is at most 10.']],
    [{ limit: '1e400' }, { limit: 10 }, ['`limit` is at most 10.']],
    [{ limit: 10 }, { limit: 10 }, []],
  ])('%j', (given, meant, notes) => {
    const said: string[] = []
    expect(parseInput(TOOL, given, (sentence) => said.push(sentence))).toEqual(meant)
    expect(said).toEqual(notes)
  })

  it.each([0, '-5', 1.5, 11.5, '11.5', Number.NaN, `-${'9'.repeat(20)}`])(
    'is not %s, which stays an error',
    (limit) => {
      expect(() => parseInput(TOOL, { limit }, () => {})).toThrow('`limit`')
    },
  )
})
