import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fail } from '../../support/fake-apify/apify.ts'
import { serve } from '../../support/seeded-server.ts'

const actorId = 'alice/crawler'

describe('validate_input', () => {
  const invalid = z.object({
    valid: z.literal(false),
    problems: z.array(z.object({ path: z.string(), reason: z.string() })),
  })

  it('names every failing path with its reason, and unknown fields', async () => {
    const { call, fake } = await serve()
    fake.catalog.inputChecks.set('alice~crawler', () => 'Field input.country is required')
    const input = { startUrls: 'x', depth: 20, strUrls: [] }
    const { structured } = await call('validate_input', { actorId, input })
    const { problems } = invalid.parse(structured)
    expect(problems.map(({ path }) => path).toSorted()).toEqual(['country', 'depth', 'startUrls'])
    expect(problems.find(({ path }) => path === 'country')?.reason).toBe('is required')
    expect(structured).toMatchObject({
      unknownFields: ['strUrls'],
      note: expect.stringContaining('`get_actor`'),
    })
    expect(fake.sent('POST /v2/actors/alice~crawler/runs')).toEqual([])
  })

  it('reports problems that only the platform finds', async () => {
    const { call, fake } = await serve()
    const refusal = 'Field input.proxy must be allowed; Field input.country is out of stock'
    fake.catalog.inputChecks.set('alice~crawler', () => refusal)
    const input = { startUrls: [], country: 'C1' }
    const { structured } = await call('validate_input', { actorId, input })
    expect(invalid.parse(structured).problems).toEqual([
      { path: 'proxy', reason: 'must be allowed' },
      { path: 'country', reason: 'is out of stock' },
    ])
  })

  it('says that the schema could not be checked here', async () => {
    const { call, fake } = await serve()
    fake.catalog.inputChecks.set('alice~crawler', () => 'Field input.country is required')
    const a = { type: 'array', items: { type: 'object' }, uniqueItems: true }
    const inputSchema = JSON.stringify({ type: 'object', properties: { a } })
    fake.catalog.builds.set('alice~crawler', { id: 'b', inputSchema })
    const input = { a: Array.from({ length: 30_000 }, (_, i) => ({ i })) }
    const { structured } = await call('validate_input', { actorId, input })
    expect(structured).toMatchObject({
      valid: false,
      problems: [{ path: 'country', reason: 'is required' }],
      note: expect.stringContaining('could not be checked by its schema here'),
    })
  })

  it("prefers the platform's answer to the schema", async () => {
    const { call } = await serve()
    const { structured } = await call('validate_input', { actorId, input: { depth: 'deep' } })
    expect(structured).toEqual({ valid: true })
  })

  const pages = {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        url: { type: 'string' },
        kind: { enum: ['a', 'b'] },
        extra: { type: 'object' },
      },
      required: ['url'],
    },
  }
  const withPages = async () => {
    const { call, fake } = await serve()
    const inputSchema = JSON.stringify({ type: 'object', properties: { pages, 'a.b': {} } })
    fake.catalog.builds.set('alice~crawler', { id: 'b', inputSchema })
    return async (input: object) => (await call('validate_input', { actorId, input })).structured
  }

  it('checks what is within fields, although the platform accepts it', async () => {
    const validate = await withPages()
    expect(await validate({ pages: [{ url: 'x', kind: 'c' }, {}], 'a.b': 1 })).toEqual({
      valid: false,
      problems: [
        { path: 'pages[0].kind', reason: 'must be one of "a", "b"' },
        { path: 'pages[1].url', reason: 'is required' },
      ],
      note: expect.stringContaining(
        'The platform accepts this input, but it does not match the schema.',
      ),
    })
  })

  it('names unknown fields within fields, and what the schema does not describe', async () => {
    const validate = await withPages()
    expect(await validate({ pages: [{ url: 'x' }] })).toEqual({ valid: true })
    expect(await validate({ pages: [{ url: 'x', ur: 1, extra: { y: 1 } }] })).toEqual({
      valid: true,
      unknownFields: ['pages[0].ur'],
      note: 'The schema does not describe what is inside of `pages[].extra`, so that is not checked. The Actor may ignore unknown fields.',
    })
  })

  it('fails when the Actor is unknown or the platform is down', async () => {
    const { call, fake } = await serve()
    const unknown = await call('validate_input', { actorId: 'bob/none', input: {} })
    expect(unknown).toMatchObject({ isError: true, text: expect.stringContaining('"bob/none"') })
    fake.on('POST /v2/actors/alice~crawler/validate-input', fail(403, 'forbidden', 'No'))
    expect((await call('validate_input', { actorId, input: {} })).isError).toBe(true)
  })
})
