import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { parseInput } from '../../src/tool-call/parse-arguments.ts'
import type { Tool } from '../../src/tool-call/tool.ts'
import { tools } from '../../tools/index.ts'

type Args = Record<string, unknown>

/** Values of an argument: those of its name, else those of its type. */
const BY_NAME: Args = {
  items: [{ a: 1, b: 'x,y', id: '12345678901234567890' }, { c: [null, true] }],
  maxTotalChargeUsd: 0.5,
  memoryMbytes: 256,
  publicConfig: { seoTitle: 'x,y', inputSchemaFields: ['id', 'title'] },
  actions: [{ actorId: 'alice/prices', input: { a: [1, null] } }],
  requests: [{ url: 'https://example.com/x,y', userData: { id: '12345678901234567890' } }],
}
const BY_TYPE: Args = {
  string: 'alice/prices',
  integer: 7,
  number: 1.5,
  boolean: true,
  array: ['id', 'title'],
  object: { a: 1, deep: { list: ['x,y', null] }, empty: '' },
}

interface Argument {
  tool: Tool
  name: string
  type: string
  value: unknown
  required: boolean
}

/** Returns every argument of every tool, with a valid value. */
function everyArgument(): Argument[] {
  return tools.flatMap((tool) => {
    const schema = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' })
    return Object.entries(schema.properties ?? {}).map(([name, property]) => {
      const { type: listed, enum: values } = typeof property === 'object' ? property : {}
      const type = values ? 'enum' : String(listed)
      const value = BY_NAME[name] ?? values?.at(-1) ?? BY_TYPE[type]
      const required = schema.required?.includes(name) ?? false
      return { tool, name, type, value, required }
    })
  })
}

/** Returns the required arguments of a tool except one, with valid values. */
function others(tool: Tool, except: string): Args {
  const rest = everyArgument().filter(
    (each) => each.tool === tool && each.required && each.name !== except,
  )
  return Object.fromEntries(rest.map(({ name, value }) => [name, value]))
}

const json = (value: unknown) => JSON.stringify(value)

/** Returns the ways in which clients spell a valid value. */
function spellings({ type, value }: Argument): unknown[] {
  if (type === 'string') return []
  if (type === 'enum') return [String(value).toUpperCase(), ` ${value} `, json(value)]
  const encoded = [json(value), json(json(value)), ` ${json(value)}\n`]
  if (type === 'boolean') return [...encoded, 'True', 'TRUE']
  if (type === 'integer') return [...encoded, `${value}.0`, `${value}e0`]
  if (type === 'array' && json(value) === json(BY_TYPE.array))
    return [...encoded, 'id,title', ' id , title,', json('id,title')]
  if (type === 'array' && Array.isArray(value)) return [...encoded, value.map(json)]
  return encoded
}

const ARGUMENTS = everyArgument().map((each) => [each.tool.name, each.name, each] as const)

/** Returns the message of invalid arguments, or undefined. */
function problemOf(tool: Tool, args: unknown): string | undefined {
  try {
    parseInput(tool, args)
    return undefined
  } catch (error) {
    if (error instanceof ToolError) return error.happened
    throw error
  }
}

describe.each(ARGUMENTS)('%s, %s', (_, name, argument) => {
  const { tool, value, required, type } = argument
  const rest = others(tool, name)
  const wellFormed = parseInput(tool, { ...rest, [name]: value })

  it('is the same in every spelling', () => {
    for (const spelled of spellings(argument))
      expect(parseInput(tool, { ...rest, [name]: spelled }), json(spelled)).toEqual(wellFormed)
  })

  it('is absent if it is null or empty, unless it is required or content', () => {
    if (required) {
      expect(problemOf(tool, { ...rest, [name]: null })).toContain(`Missing argument \`${name}\``)
      return
    }
    const without = parseInput(tool, rest)
    const content = tool.literal?.includes(name) ?? false
    const unset = [null, ...(content ? [] : ['']), ...(type === 'string' ? [] : [' '])]
    if (/^(?:integer|number|boolean|object|enum)$/.test(type)) unset.push('null')
    for (const spelled of unset)
      expect(parseInput(tool, { ...rest, [name]: spelled }), json(spelled)).toEqual(without)
    if (content)
      expect(parseInput(tool, { ...rest, [name]: '' })).toEqual({ ...without, [name]: '' })
  })

  it('stays as it is if it is a text', () => {
    if (type !== 'string') return
    const quoted = /(?:Id|Key)$/.test(name) ? [] : ['["a"]', '"a"', '{"a":1}']
    for (const text of ['5', 'true', 'a,b', 'null', ...quoted])
      expect(parseInput(tool, { ...rest, [name]: text })[name]).toBe(text)
  })
})
