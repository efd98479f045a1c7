import { expect, it } from 'vitest'
import { startServer } from '../../support/mcp-client.ts'
import { BUILD, seed } from '../../support/seeded-server.ts'

const PROPERTIES = {
  query: { type: 'string', default: 'x' },
  kind: { type: 'string', enum: ['a', 'b'] },
  blank: { type: 'string', enum: ['', 'b'] },
  depth: { type: 'integer', minimum: 0, maximum: 9 },
  limit: { type: 'integer', minimum: 1, maximum: 10 },
  ratio: { type: 'number' },
  deep: { type: 'boolean' },
  proxy: { type: 'object', editor: 'proxy' },
  keywords: { type: 'array', items: { type: 'string' } },
  untyped: { type: 'array', editor: 'json' },
  startUrls: { type: 'array', editor: 'requestListSources' },
}

const RUNS = 'POST /v2/actors/alice~crawler/runs'

/** Serves an Actor with these fields as a tool. Returns a function that calls it. */
async function serveActor(required: string[] = []) {
  const fake = await seed()
  const schema = { title: 'T', type: 'object', properties: PROPERTIES, required }
  fake.catalog.builds.set('alice~crawler', { ...BUILD, inputSchema: JSON.stringify(schema) })
  const server = await startServer({ fake, args: ['--actor-tools=alice/crawler'] })
  const call = (args: object) => server.call('alice--crawler', { ...args })
  return { call, inputs: () => fake.sent(RUNS).map(({ body }) => String(body)) }
}

const SPELLINGS: [given: object, input: object][] = [
  [{ proxy: '{"useApifyProxy":true,"n":"5"}' }, { proxy: { useApifyProxy: true, n: '5' } }],
  [{ proxy: '' }, {}],
  [{ proxy: null, depth: null, keywords: null, query: null }, {}],
  [
    { depth: '3', ratio: '0.5', deep: 'True' },
    { depth: 3, ratio: 0.5, deep: true },
  ],
  [{ depth: '' }, {}],
  [{ depth: '99' }, { depth: 99 }],
  [{ limit: '5000' }, { limit: 5000 }],
  [{ query: '' }, { query: '' }],
  [{ query: '5' }, { query: '5' }],
  [{ kind: '' }, {}],
  [{ kind: 'A' }, { kind: 'A' }],
  [{ blank: '' }, { blank: '' }],
  [{ keywords: 'a, b' }, { keywords: ['a, b'] }],
  [{ keywords: '["a","b"]' }, { keywords: ['a', 'b'] }],
  [{ keywords: ['1', ''] }, { keywords: ['1', ''] }],
  [{ keywords: [1] }, { keywords: [1] }],
  [{ untyped: [1, '{"a":1}'] }, { untyped: [1, '{"a":1}'] }],
  [{ startUrls: '[{"url":"a"}]' }, { startUrls: [{ url: 'a' }] }],
  [{ startUrls: { url: 'a' } }, { startUrls: [{ url: 'a' }] }],
  [{ startUrls: ['{"url":"a"}'] }, { startUrls: [{ url: 'a' }] }],
  [{ proxy: '{"id":12345678901234567890}' }, { proxy: { id: '12345678901234567890' } }],
]

it('starts the run that the well-formed call would start', async () => {
  const { call, inputs } = await serveActor()
  for (const [given, input] of SPELLINGS) {
    const { isError, text } = await call(given)
    expect(isError, `${JSON.stringify(given)}: ${text}`).toBe(false)
    expect(JSON.parse(inputs().at(-1) ?? ''), JSON.stringify(given)).toEqual(input)
    expect(text).not.toContain('is at most')
  }
  expect(inputs()).toHaveLength(SPELLINGS.length)
})

const UNCLEAR = [
  { proxy: "{'a': 1}" },
  { proxy: '[1]' },
  { depth: 'ten' },
  { depth: '9'.repeat(20) },
  { ratio: '1e400' },
  { deep: 1 },
  { keywords: 'null' },
  { keywords: "['a']" },
  { startUrls: 'https://a.example' },
  { query: 5 },
]

it('starts nothing if arguments are wrong, or may mean several things', async () => {
  const { call, inputs } = await serveActor(['deep'])
  for (const given of UNCLEAR) {
    const { isError, text } = await call({ deep: true, ...given })
    expect(isError, JSON.stringify(given)).toBe(true)
    expect(text, JSON.stringify(given)).toContain('must be of type')
  }
  expect((await call({ deep: null })).text).toContain('Missing argument `deep`')
  expect((await call({ deep: '' })).text).toContain('`deep`: must be of type')
  expect(inputs()).toEqual([])
})
