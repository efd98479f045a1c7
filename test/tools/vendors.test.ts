import { tmpdir } from 'node:os'
import { type FunctionTool, getAllMcpTools, MCPServerStdio, RunContext } from '@openai/agents-core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { MAIN, startServer } from '../harness.ts'
import { BUILD, seed } from './seeded.ts'
import { faultsOf, type OfferedTool, partsOf } from './vendor-faults.ts'
import { VENDORS } from './vendor-rules.ts'

const LONG_ID = 'some.long-user_name/an-actor-with-a-name-that-is-as-long-as-names-of-actors-may-be'

/** Input fields that vendors refuse as they are. */
const AWKWARD = {
  title: 'T',
  type: 'object',
  properties: {
    query: { type: 'string' },
    sort: { type: 'string', enum: ['', 'new', 'old', 'new'] },
    amount: { type: 'integer', enum: [1, 2] },
    'max-items': { type: 'integer' },
    '0day': { type: 'string' },
    'a.b': { type: 'string' },
    any: {},
    several: { type: ['object', 'array', 'null'] },
    list: { type: 'array' },
    deep: { type: 'array', items: { type: 'array', items: { anyOf: [{}, {}] } } },
    long: { type: 'string', description: 'So it is. '.repeat(500) },
  },
  required: ['query'],
}

/** Two Actors, the usual one and one that has what vendors refuse. */
async function awkwardActors() {
  const fake = await seed()
  const build = (inputSchema: object) => ({ ...BUILD, inputSchema: JSON.stringify(inputSchema) })
  const [username = '', name = ''] = LONG_ID.split('/')
  for (const twin of [name, `${name}-2`]) {
    const actor = fake.catalog.actors.get('alice~crawler') ?? {}
    fake.catalog.actors.set(`${username}~${twin}`, { ...actor, username, name: twin })
    fake.catalog.builds.set(`${username}~${twin}`, build(AWKWARD))
  }
  return fake
}

const ACTORS = `--actor-tools=alice/crawler,${LONG_ID},${LONG_ID}-2`

async function listTools(): Promise<OfferedTool[]> {
  const args = [`--download-dir=${tmpdir()}`, ACTORS]
  const { client } = await startServer({ fake: await awkwardActors(), args })
  return (await client.listTools()).tools
}

/** The tools as the OpenAI Agents SDK makes them of the built server, in strict mode where it can. */
async function agentsTools() {
  // It warns of each tool that it cannot make strict; which these are, the tests say.
  const warnings = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => warnings.mockRestore())
  const fake = await awkwardActors()
  const server = new MCPServerStdio({
    command: process.execPath,
    args: [MAIN, `--download-dir=${tmpdir()}`, ACTORS],
    env: { PATH: process.env.PATH ?? '', APIFY_API_BASE_URL: fake.url, APIFY_TOKEN: fake.token },
  })
  onTestFinished(() => server.close())
  await server.connect()
  const tools = await getAllMcpTools({ mcpServers: [server], convertSchemasToStrict: true })
  return tools.filter((tool): tool is FunctionTool => tool.type === 'function')
}

describe.each(Object.entries(VENDORS))('%s', (_, rules) => {
  it('takes every tool, those that Actors become too', async () => {
    const tools = await listTools()
    expect(new Set(tools.map(({ name }) => name)).size).toBe(22)
    for (const tool of tools) expect(faultsOf(tool, rules), tool.name).toEqual([])
  })
})

describe('strict mode of OpenAI', () => {
  it('takes each tool but those with an argument that is any object', async () => {
    const tools = await agentsTools()
    const open = tools.filter(({ strict }) => !strict).map(({ name }) => name)
    expect(open).toEqual([
      'validate_input',
      'run_actor',
      'run_actor_sync',
      'push_dataset_items',
      'put_record',
      'alice__crawler',
      expect.stringMatching(/^some_long_user_name__/),
      expect.stringMatching(/^some_long_user_name__/),
    ])
    for (const { name, description, parameters, strict } of tools) {
      const tool = { name, description, inputSchema: { ...parameters } }
      expect(faultsOf(tool, VENDORS.OpenAI ?? { toolName: /$^/ }), name).toEqual([])
      if (!strict) continue
      for (const { path, part } of partsOf(parameters)) {
        if (part.type !== 'object') continue
        expect(part.additionalProperties, `${name}${path}`).toBe(false)
        expect(part.required, `${name}${path}`).toEqual(Object.keys(part.properties ?? {}))
      }
    }
  })

  it('sends null for what a call leaves out, and the call works', async () => {
    const tools = await agentsTools()
    const getRun = tools.find(({ name }) => name === 'get_run')
    const result = await getRun?.invoke(new RunContext(), '{"runId":"run1","waitSecs":null}')
    expect(JSON.stringify(result)).toContain('SUCCEEDED')
  })
})

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
  ])('find: %s', (fault, vendors, change) => {
    const tool = { ...good, inputSchema: withX({ type: 'string' }), ...change }
    const finders = Object.keys(VENDORS).filter((vendor) =>
      faultsOf(tool, VENDORS[vendor] ?? { toolName: /$^/ }).some((found) =>
        found.startsWith(fault),
      ),
    )
    expect(finders.sort()).toEqual(vendors.toSorted())
  })
})
