import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { parseInput } from '../../src/tool-call/parse-arguments.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'

const toolWith = (input: z.ZodObject) =>
  defineTool({
    name: 'look',
    title: 'Look',
    description: 'Looks.',
    toolset: 'runs',
    annotations: READ,
    input,
    output: z.object({}),
    handler: async () => ({}),
  })

const LOOK = toolWith(
  z.strictObject({
    id: z.string(),
    limit: z.int().max(10).default(5),
    kind: z.enum(['a', 'b']).optional(),
    where: z.strictObject({ field: z.string() }).optional(),
  }),
)

/** Returns the error of invalid arguments. */
function failure(args: unknown): ToolError {
  try {
    parseInput(LOOK, args)
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
  throw new Error('The arguments were accepted.')
}

describe('parseInput', () => {
  it('returns the arguments with their defaults', () => {
    expect(parseInput(LOOK, { id: 'x' })).toEqual({ id: 'x', limit: 5 })
  })

  it.each<[args: unknown, happened: RegExp]>([
    [undefined, /^Missing argument `id`\.$/],
    [{}, /^Missing argument `id`\.$/],
    [{ id: 1 }, /^`id`: .*expected string/],
    [{ id: 'x', limit: 11 }, /^`limit`: .*10/],
    [{ id: 'x', kind: 'c' }, /^`kind`: .*"a"\|"b"/],
    [{ id: 'x', where: {} }, /^Missing argument `where\.field`\.$/],
    [{ id: 'x', ids: 1, more: 2 }, /^Unknown argument `ids`, `more`\.$/],
    [{ limit: 'x', other: 1 }, /`id`.*`limit`.*`other`/],
    ['text', /^The input: /],
    [[], /^The input: /],
    [{ id: 'x', ['y'.repeat(1000)]: 1 }, /^Unknown argument `y{60}…`\.$/],
  ])('rejects %j', (args, happened) => {
    const error = failure(args)
    expect(error.happened).toMatch(happened)
    expect(error.remedy).toBe('Arguments of `look`: id, limit?, kind?, where?.')
  })

  it('names the values of a missing argument that takes one of a few', () => {
    const tool = toolWith(z.strictObject({ kind: z.enum(['a', 'b']) }))
    expect(() => parseInput(tool, {})).toThrow('Missing argument `kind`, one of "a", "b".')
  })

  it('reports at most ten mistakes', () => {
    const fields = Array.from({ length: 30 }, (_, i) => [`field${i}`, z.string()])
    const tool = toolWith(z.strictObject(Object.fromEntries(fields)))
    expect(() => parseInput(tool, {})).toThrow(/^(?:Missing argument `field\d`\. ){10}Arguments/)
  })

  it('says that a tool takes no arguments', () => {
    const tool = toolWith(z.strictObject({}))
    expect(parseInput(tool, undefined)).toEqual({})
    expect(() => parseInput(tool, { a: 1 })).toThrow(
      'Unknown argument `a`. `look` takes no arguments.',
    )
  })
})
