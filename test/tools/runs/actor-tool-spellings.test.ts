import { describe, expect, it } from 'vitest'
import { parseInput } from '../../../src/tool-call/parse-arguments.ts'
import { loadActorTools } from '../../../tools/runs/actor-as-tool.ts'
import runActorSync from '../../../tools/runs/run_actor_sync.ts'
import { onlyFaked } from '../../support/call-handler.ts'
import { ACTOR, BUILD } from '../../support/seeded-server.ts'

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

/** Returns the tool of an Actor with these fields. */
async function toolOf(properties: object, required: string[] = []) {
  const inputSchema = JSON.stringify({ title: 'T', type: 'object', properties, required })
  const apify = onlyFaked({
    getActor: async () => ACTOR,
    findDefaultBuild: async () => ({ ...BUILD, inputSchema }),
  })
  const [tool] = await loadActorTools(['alice/crawler'], runActorSync, {
    settings: { mode: 'cloud', readOnly: false, maxResultTokens: 8000 },
    connect: async () => apify,
    secret: () => undefined,
    log: () => {},
  })
  if (!tool) throw new Error('The Actor has no tool.')
  return tool
}

describe('arguments of the tool of an Actor', () => {
  it.each<[given: object, meant: object]>([
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
  ])('%j mean %j', async (given, meant) => {
    const tool = await toolOf(PROPERTIES)
    const clamped: string[] = []
    for (const args of [given, JSON.stringify(given)])
      expect(parseInput(tool, args, (sentence) => clamped.push(sentence))).toEqual(meant)
    expect(clamped).toEqual([])
  })

  it.each([
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
  ])('%j stay an error', async (given) => {
    const tool = await toolOf(PROPERTIES)
    expect(() => parseInput(tool, given)).toThrow('must be of type')
  })

  it('null for a required one is missing', async () => {
    const tool = await toolOf(PROPERTIES, ['proxy'])
    expect(() => parseInput(tool, { proxy: null })).toThrow('Missing argument `proxy`')
    expect(() => parseInput(tool, { proxy: '' })).toThrow('`proxy`: must be of type object')
  })
})
