import { describe, expect, it } from 'vitest'
import type { Apify } from '../../../src/apify/types/apify.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { parseInput } from '../../../src/tool-call/parse-arguments.ts'
import { loadActorTool } from '../../../tools/runs/actor-as-tool.ts'
import sync from '../../../tools/runs/run_actor_sync.ts'
import { callHandler } from '../../support/call-handler.ts'

const actor = {
  title: undefined,
  description: undefined,
  isDeprecated: undefined,
  pricingInfos: undefined,
  defaultRunOptions: undefined,
  exampleRunInput: undefined,
}
const build = { buildNumber: undefined, readme: undefined, actorDefinition: undefined }

describe('the arguments of an Actor as a tool', () => {
  const KEYWORDS = 'includeKeywords.keywords'

  /** Loads the tool of an Actor with these fields; `started` holds the inputs of its runs. */
  async function load(properties: object, required: string[] = []) {
    const started: unknown[] = []
    const inputSchema = JSON.stringify({ type: 'object', properties, required })
    const { tool } = await loadActorTool('alice/crawler', sync, {
      getActor: async () => ({ ...actor, id: 'actor1', username: 'alice', name: 'crawler' }),
      findDefaultBuild: async () => ({ ...build, id: 'build1', inputSchema }),
    })
    const startRun: Apify['startRun'] = async (_, input) => {
      started.push(input)
      throw new ToolError(
        `The request for the Actor was rejected (400): Input is not valid: Field input.${KEYWORDS} must be array.`,
        'Correct the arguments.',
      )
    }
    const call = (args: object) =>
      callHandler(tool, parseInput(tool, args), { apify: { startRun } })
    return { tool, started, call }
  }

  it('stand for fields whose names vendors refuse, in both directions', async () => {
    const fields = {
      [KEYWORDS]: { type: 'array' },
      'max-items': { type: 'integer' },
      q: {},
      constructor: { type: 'string' },
    }
    const { tool, started, call } = await load(fields, [KEYWORDS])
    expect(Object.keys(tool.input.shape)).toEqual([
      'includeKeywords_keywords',
      'max_items',
      'q',
      expect.stringMatching(/^constructor_\w{6}$/),
    ])
    const args = { includeKeywords_keywords: ['a'], max_items: 3, q: 'x' }
    await expect(call(args)).rejects.toThrow()
    expect(started).toEqual([{ [KEYWORDS]: ['a'], 'max-items': 3, q: 'x' }])
  })

  it('are what errors name, of this server and of the platform', async () => {
    const { call, started } = await load({ [KEYWORDS]: { type: 'array' } }, [KEYWORDS])
    await expect(call({ includeKeywords_keywords: ['a'] })).rejects.toThrow(
      /Field input\.includeKeywords_keywords must be array\. Correct the arguments\.$/,
    )
    expect(started).toHaveLength(1)
    await expect(async () => call({})).rejects.toThrow(
      'Missing argument `includeKeywords_keywords`. Arguments of `alice--crawler`: includeKeywords_keywords.',
    )
    await expect(async () => call({ includeKeywords_keywords: {} })).rejects.toThrow(
      '`includeKeywords_keywords`: must be of type array',
    )
    expect(started).toHaveLength(1)
  })

  it('are in the question to the person with the names of the Actor', async () => {
    const { tool } = await load({ 'a.b': {} })
    const settings = { mode: 'cloud', readOnly: false, maxResultTokens: 8000 } as const
    const question = tool.confirm?.question({ a_b: 'x' }, { settings })
    expect(question).toContain(`an input of ${'{"a.b":"x"}'.length} bytes`)
  })

  it.each([
    [{ type: ['object', 'array'] }, [{ a: 1 }, [1]], [1, true]],
    [{ type: ['integer', 'null'] }, [1, null], ['x', 0.5]],
    [{ type: 'string', nullable: true }, ['x', null], [1]],
    [{}, ['x', 1, null, [1], { a: 1 }], []],
  ])('of type %j take what it lists', async (field, good, bad) => {
    const { call, started } = await load({ a: field })
    for (const value of good) await expect(call({ a: value })).rejects.toThrow('400')
    expect(started).toEqual(good.map((a) => ({ a })))
    for (const value of bad)
      await expect(async () => call({ a: value })).rejects.toThrow('`a`: must be of type ')
  })

  it.each([
    ['too many', Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`field_${i}`, {}]))],
    ['too long', Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}`.repeat(30), {}]))],
  ])('must have room for every required field: %s', async (_, fields) => {
    await expect(load(fields, Object.keys(fields))).rejects.toThrow(
      /^The \d+ required fields of this Actor do not/,
    )
    expect((await load(fields)).tool.name).toBe('alice--crawler')
  })
})
