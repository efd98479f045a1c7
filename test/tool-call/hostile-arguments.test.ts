import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isObject } from '../../src/shared/json.ts'
import { parseInput } from '../../src/tool-call/parse-arguments.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'

const TOOL = defineTool({
  name: 'look',
  title: 'Look',
  description: 'Looks.',
  toolset: 'runs',
  annotations: READ,
  input: z.strictObject({
    count: z.int().optional(),
    desc: z.boolean().optional(),
    kind: z.enum(['json', 'xml']).optional(),
    sizes: z.array(z.int()).optional(),
    fields: z.array(z.string()).optional(),
    input: z.custom<object>(isObject).meta({ type: 'object' }).optional(),
  }),
  output: z.object({}),
  handler: async () => ({}),
})

const parse = (args: unknown) => parseInput(TOOL, args)

describe('hostile arguments', () => {
  it('keep their keys apart from the prototypes', () => {
    const { input } = parse({ input: '{"__proto__":{"a":1}}', count: '1' })
    expect(Object.keys(input ?? {})).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype)
    const hidden = JSON.parse('{"__proto__":{"count":1},"count":"1"}')
    expect(() => parse(hidden)).toThrow('Unknown argument')
    expect(Object.hasOwn(Object.prototype, 'count')).toBe(false)
  })

  it.each<[string, (text: string) => unknown]>([
    ['a number', (text) => ({ count: text })],
    ['a boolean', (text) => ({ desc: text })],
    ['an enum', (text) => ({ kind: text })],
    ['a list', (text) => ({ sizes: text })],
    ['names', (text) => ({ fields: text })],
    ['an object', (text) => ({ input: text })],
  ])('are refused in time where %s is wanted', (_, argsOf) => {
    const length = 1_000_000
    for (const text of ['9', '[', '{"a":', '"', '\\"', ',', ' ,', '[{', 't', '"\\'])
      expect(() => parse(argsOf(text.repeat(length / text.length)))).toThrow(/look/)
  })
})
