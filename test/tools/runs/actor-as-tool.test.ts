import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { apiActor, apiBuild } from '../../../src/apify/types/actor-types.ts'
import { loadActorTool } from '../../../tools/runs/actor-as-tool.ts'
import runActorSync from '../../../tools/runs/run_actor_sync.ts'
import { listAll } from '../../support/actor-tools.ts'
import { DEFAULT_TOOLS } from '../../support/default-tools.ts'
import { startServer } from '../../support/mcp-client.ts'
import { ACTOR, BUILD, seed } from '../../support/seeded-server.ts'

const lorem = 'The ferry leaves at dawn, long before the cafés open their shutters. '
const NAME = 'alice--crawler'
const COUNT = DEFAULT_TOOLS.length + 1

async function serveActors(build: object = BUILD, ...args: string[]) {
  const fake = await seed()
  fake.catalog.builds.set('alice~crawler', { ...build })
  const server = await startServer({ fake, args: ['--actor-tools=alice/crawler', ...args] })
  const list = async () => (await server.client.listTools()).tools
  const tools = await listAll(list, COUNT)
  return { ...server, fake, tools, tool: tools.find(({ name }) => name === NAME) }
}

const withSchema = (properties: object, required: string[] = []) => ({
  ...BUILD,
  inputSchema: JSON.stringify({ title: 'T', type: 'object', properties, required }),
})

describe('an Actor as a tool', () => {
  it('has the input of the Actor as its arguments, in clean JSON Schema', async () => {
    const { tool } = await serveActors()
    expect(tool?.description).toBe(
      'Runs Actor alice/crawler and returns its first rows. Crawls websites.',
    )
    expect(tool?.annotations?.readOnlyHint).toBe(false)
    expect(tool?.inputSchema).toEqual({
      type: 'object',
      properties: {
        startUrls: {
          type: 'array',
          description: 'Where to begin.',
          items: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
        },
        country: { type: 'string', description: 'Country. For example ["C0","C1","C2"].' },
        depth: { type: 'integer', description: 'Link steps. Default: 2.', minimum: 0, maximum: 9 },
        proxy: { type: 'object', description: 'Proxy' },
      },
      required: ['startUrls', 'country'],
      additionalProperties: false,
    })
  })

  it('starts one run with these arguments and returns its results', async () => {
    const { call, fake } = await serveActors(BUILD, '--max-run-cost-usd=3')
    const input = { startUrls: [{ url: 'https://a.example' }], country: 'C1' }
    const { structured } = await call(NAME, input)
    expect(structured).toMatchObject({ run: { status: 'SUCCEEDED' }, total: 3 })
    const [start, ...more] = fake.sent('POST /v2/actors/alice~crawler/runs')
    expect(JSON.parse(String(start?.body))).toEqual(input)
    expect(start?.query.maxTotalChargeUsd).toBe('3')
    expect(more).toEqual([])
  })

  it('names what is wrong with the arguments, and starts nothing', async () => {
    const { call, fake } = await serveActors()
    const { isError, text } = await call(NAME, { startUrls: 'x', cuntry: 'C1' })
    expect(isError).toBe(true)
    for (const part of [
      'Missing argument `country`',
      '`startUrls`: must be of type array',
      '`cuntry`',
    ])
      expect(text).toContain(part)
    expect(fake.sent('POST /v2/actors/alice~crawler/runs')).toEqual([])
  })

  it('accepts any editor name of a list field', async () => {
    const names = ['constructor', 'toString', '__proto__', 'stringList']
    const lists = names.map((editor) => [`by_${editor}`, { type: 'array', editor }])
    const { tool } = await serveActors(withSchema(Object.fromEntries(lists)))
    const expected = names.map((editor) => [
      `by_${editor}`,
      { type: 'array', items: { type: 'string' } },
    ])
    expect(tool?.inputSchema.properties).toEqual(Object.fromEntries(expected))
  })

  const many = (count: number, make: (i: number) => object) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`field_${i}`, make(i)]))
  it.each<[string, object, string[]]>([
    ['long descriptions', many(12, () => ({ type: 'string', description: lorem.repeat(20) })), []],
    [
      '1,000 fields',
      many(1000, (i) => ({ type: 'integer', ...(i < 999 && { default: 7 }) })),
      ['field_999'],
    ],
    [
      'an enum of 5,000 values',
      { kind: { type: 'string', enum: Array.from({ length: 5000 }, (_, i) => `${lorem}${i}`) } },
      ['kind'],
    ],
    [
      'types of every kind',
      {
        a: { type: ['string', 'null'] },
        b: { type: ['object', 'array'] },
        c: {},
        d: { type: 'array' },
        e: { type: 'array', prefill: [{ x: 1 }] },
        f: { type: 'array', items: { anyOf: [{}] } },
        g: { type: 'number', minimum: 1 },
        '$ref "x"': { type: 'string' },
      },
      [],
    ],
  ])(
    'takes at most 600 tokens and has no unions, whatever the Actor: %s',
    async (_, properties, required) => {
      const { tool } = await serveActors(withSchema(properties, required))
      const { name, description, inputSchema } = tool ?? {}
      expect(countTokens(JSON.stringify({ name, description, inputSchema }))).toBeLessThanOrEqual(
        600,
      )
      const fields = z
        .record(
          z.string(),
          z.looseObject({
            type: z.string(),
            items: z.looseObject({ type: z.string() }).optional(),
          }),
        )
        .parse(inputSchema?.properties)
      expect(Object.keys(fields).length).toBeGreaterThan(0)
      expect(JSON.stringify(inputSchema)).not.toMatch(/anyOf|oneOf|allOf|\$ref/)
      for (const [field, { type, items }] of Object.entries(fields))
        expect(items !== undefined, field).toBe(type === 'array')
      for (const field of required) expect(Object.keys(fields)).toContain(field)
    },
  )

  it('is not offered when the server is read-only', async () => {
    const args = ['--actor-tools=alice/crawler', '--read-only']
    const { client } = await startServer({ fake: await seed(), args })
    const { tools } = await client.listTools()
    expect(tools.find(({ name }) => name === NAME)).toBeUndefined()
  })

  it('is left out, with a log line, when the Actor cannot be read', async () => {
    const fake = await seed()
    fake.catalog.actors.set('alice~crawler', ACTOR)
    const args = ['--actor-tools=bob/none,alice/crawler', '--tools=whoami']
    const { client, stderr } = await startServer({ fake, args })
    const tools = await listAll(async () => (await client.listTools()).tools, 2)
    expect(tools.map(({ name }) => name)).toEqual(['whoami', NAME])
    await expect.poll(stderr).toContain('bob/none is left out')
  })

  it.each(['{"properties":', '[]', '"text"', 'no JSON'])(
    'is left out if its input schema is %j, because it may require fields',
    async (inputSchema) => {
      const apify = {
        getActor: async () => apiActor.parse(ACTOR),
        findDefaultBuild: async () => apiBuild.parse({ ...BUILD, inputSchema }),
      }
      const loaded = loadActorTool('alice/crawler', runActorSync, apify)
      await expect(loaded).rejects.toThrow('The input schema of this Actor cannot be read.')
    },
  )

  it('may be named by a pasted address, and not by one of something else', async () => {
    const fake = await seed()
    const addresses = 'https://apify.com/alice/crawler?fpr=x,https://apify.com/pricing?token=sesame'
    const { client, stderr } = await startServer({ fake, args: [`--actor-tools=${addresses}`] })
    const tools = await listAll(async () => (await client.listTools()).tools, COUNT)
    expect(tools.map(({ name }) => name)).toContain(NAME)
    await expect.poll(stderr).toContain('the address `apify.com/pricing` does not name an Actor')
    expect(stderr()).not.toContain('sesame')
  })

  it('works for an Actor of the local platform too', async () => {
    const { client } = await startServer({ args: ['--actor-tools=local/website-crawler'] })
    const tools = await listAll(async () => (await client.listTools()).tools, COUNT)
    const tool = tools.find(({ name }) => name === 'local--website-crawler')
    expect(Object.keys(tool?.inputSchema.properties ?? {})).toContain('startUrls')
  })
})
