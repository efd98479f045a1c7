import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { tools } from '../../tools/index.ts'
import { outcomeOf, readOutcome } from '../support/clients/outcome.ts'
import { describeWays, withActorTool } from '../support/clients/use-client.ts'
import { ACTOR_TOOL } from '../support/clients/world-data.ts'
import { largeIndex, startDocsSite } from '../support/docs-site.ts'
import { makeFolder } from '../support/folder.ts'
import { propertyRuns } from '../support/property-runs.ts'
import { clampable, mangled, type Properties } from './mangle.ts'
import { VALID_CALLS } from './valid-calls.ts'

const CALLS = 25

const definitions = z.looseObject({
  tools: z.array(
    z.looseObject({
      name: z.string(),
      inputSchema: z.looseObject({
        properties: z
          .record(
            z.string(),
            z.looseObject({ type: z.string().optional(), maximum: z.number().optional() }),
          )
          .default({}),
      }),
    }),
  ),
})

/** Its second call finds nothing to remove. */
const ONCE_ONLY = ['remove_actor_tool']

it('there is a valid call of every tool', () => {
  const called = new Set(VALID_CALLS.map(({ tool }) => tool))
  expect(
    [...tools.map(({ name }) => name), ACTOR_TOOL].filter((name) => !called.has(name)),
  ).toEqual(ONCE_ONLY)
})

describeWays(
  ({ client, world }) => {
    /** The arguments of each offered tool, as its definition lists them. */
    const offered = async () => {
      const { result } = await client().send(client().message('tools/list'))
      const listed = definitions.parse(result).tools
      return new Map<string, Properties>(
        listed.map(({ name, inputSchema }) => [name, inputSchema.properties]),
      )
    }

    it('mangled calls do what the well-formed ones do', async () => {
      const known = await offered()
      const calls = VALID_CALLS.filter(({ tool }) => known.has(tool))
      const anyCall = fc.constantFrom(...calls).chain((call) => {
        const toMessage = (args: unknown) =>
          client().message('tools/call', { name: call.tool, arguments: args })
        return mangled(call, known.get(call.tool) ?? {}, toMessage).map((sent) => ({ call, sent }))
      })
      const cases = fc.asyncProperty(anyCall, async ({ call, sent }) => {
        const wanted = await outcomeOf(client(), world(), call)
        expect(wanted.isError, wanted.text).toBe(false)
        world().reset()
        const answer = await client().send(sent.message, sent.toText)
        const done = readOutcome(answer, world())
        expect(done.text).toBe(wanted.text)
        expect(done).toEqual(wanted)
      })
      await fc.assert(cases, propertyRuns(CALLS))
    })

    it('numbers above the most allowed become the most allowed, with a note', async () => {
      const known = await offered()
      const clamps = VALID_CALLS.flatMap((call) =>
        clampable(known.get(call.tool) ?? {}).map(([name, most]) => ({ call, name, most })),
      )
      const cases = fc.asyncProperty(
        fc.constantFrom(...clamps),
        fc.integer({ min: 1, max: 1_000_000_000 }),
        async ({ call: { tool, args }, name, most }, more) => {
          const allowed = { tool, args: { ...args, [name]: most } }
          const wanted = await outcomeOf(client(), world(), allowed)
          const sent = { tool, args: { ...args, [name]: most + more } }
          const done = await outcomeOf(client(), world(), sent)
          expect(done.requests, done.text).toEqual(wanted.requests)
          if (wanted.isError) return expect(done.isError).toBe(true)
          expect({ ...done.structured, note: '' }).toEqual({ ...wanted.structured, note: '' })
          expect(done.structured.note).toContain(`\`${name}\``)
        },
      )
      await fc.assert(cases, propertyRuns(Math.ceil(CALLS / 4), 1 / 4))
    })
  },
  async (way, world, onEnd) => {
    const { args = [], ...options } = withActorTool(way, world)
    const docs = await startDocsSite(largeIndex(), onEnd)
    docs.set('/a.md', { body: '# A\n\nabc' })
    const all = [...args, '--tools=all', `--docs=${docs.url}`]
    if (way.transport === 'HTTP') return { args: all, ...options }
    const dir = await makeFolder('test-', onEnd)
    return { args: [...all, `--download-dir=${dir}`], ...options }
  },
)
