import { describe, expect, it } from 'vitest'
import { faultsOf } from './vendor-faults.ts'
import { VENDORS } from './vendor-rules.ts'

describe('the rules', () => {
  const good = { name: 'get_x', description: 'Gets x.' }
  const withX = (x: object) => ({ type: 'object', properties: { x } })
  const nested = (levels: number): object =>
    levels === 0 ? { type: 'string' } : withX(nested(levels - 1))
  const many = (count: number) => Array.from({ length: count }, (_, i) => `value${i}`)

  it.each<[fault: string, vendors: string[], tool: object]>([
    ['name get x', ['Anthropic', 'OpenAI', 'Gemini', 'VS Code'], { name: 'get x' }],
    ['name 1st', ['Gemini'], { name: '1st' }],
    [`name ${'n'.repeat(41)}`, ['VS Code'], { name: 'n'.repeat(41) }],
    ['no description', ['Anthropic', 'OpenAI', 'Gemini', 'VS Code'], { description: '' }],
    ['a long description', ['OpenAI', 'VS Code'], { description: 'x'.repeat(1025) }],
    ['type at the top', ['Anthropic', 'OpenAI', 'Gemini', 'VS Code'], { inputSchema: {} }],
    ['anyOf at the top', ['Anthropic', 'OpenAI'], { inputSchema: { type: 'object', anyOf: [{}] } }],
    ['not 2020-12', ['Anthropic'], { inputSchema: withX({ type: 'text' }) }],
    ['not draft-07', ['VS Code'], { inputSchema: withX({ type: 'text' }) }],
    [
      'argument a b',
      ['Anthropic', 'Gemini'],
      { inputSchema: { type: 'object', properties: { 'a b': { type: 'string' } } } },
    ],
    [
      'argument a-b',
      ['Gemini'],
      { inputSchema: withX({ type: 'object', properties: { 'a-b': { type: 'string' } } }) },
    ],
    ['too many levels', ['OpenAI', 'VS Code'], { inputSchema: nested(5) }],
    [
      'too many enum values',
      ['OpenAI'],
      { inputSchema: withX({ type: 'string', enum: many(501) }) },
    ],
    [
      'too many properties',
      ['OpenAI'],
      {
        inputSchema: {
          type: 'object',
          properties: Object.fromEntries(many(5001).map((name) => [name, { type: 'string' }])),
        },
      },
    ],
    [
      'too long names and values',
      ['OpenAI'],
      { inputSchema: withX({ type: 'string', enum: ['x'.repeat(15_001)] }) },
    ],
    [
      'unknown exclusiveMinimum at .x',
      ['Gemini'],
      { inputSchema: withX({ type: 'integer', exclusiveMinimum: 0 }) },
    ],
    [
      'refused oneOf at .x',
      ['OpenAI', 'VS Code'],
      { inputSchema: withX({ type: 'string', oneOf: [{}] }) },
    ],
    [
      'required y at ',
      ['Anthropic', 'OpenAI', 'Gemini', 'VS Code'],
      { inputSchema: { ...withX({ type: 'string' }), required: ['y'] } },
    ],
    ['no type at .x', ['Anthropic', 'OpenAI', 'Gemini', 'VS Code'], { inputSchema: withX({}) }],
    [
      'several types at .x',
      ['Anthropic', 'OpenAI', 'Gemini', 'VS Code'],
      { inputSchema: withX({ type: ['string', 'null'] }) },
    ],
    [
      'no items at .x',
      ['Anthropic', 'OpenAI', 'Gemini', 'VS Code'],
      { inputSchema: withX({ type: 'array' }) },
    ],
    ['enum at .x', ['Gemini'], { inputSchema: withX({ type: 'string', enum: [''] }) }],
    ['enum at .x', ['Gemini'], { inputSchema: withX({ type: 'integer', enum: [1] }) }],
    [
      'a long description at .x',
      ['OpenAI', 'VS Code'],
      { inputSchema: withX({ type: 'string', description: 'x'.repeat(1025) }) },
    ],
  ])('find %s', (fault, vendors, change) => {
    const tool = { ...good, inputSchema: withX({ type: 'string' }), ...change }
    const finders = Object.keys(VENDORS).filter((vendor) =>
      faultsOf(tool, VENDORS[vendor] ?? { toolName: /$^/ }).some((found) =>
        found.startsWith(fault),
      ),
    )
    expect(finders.sort()).toEqual(vendors.toSorted())
  })
})
