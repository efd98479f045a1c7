import { tmpdir } from 'node:os'
import { type FunctionTool, getAllMcpTools, MCPServerStdio, RunContext } from '@openai/agents-core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { tools as ownTools } from '../../tools/index.ts'
import { listAll } from '../support/actor-tools.ts'
import { startServer } from '../support/mcp-client.ts'
import { BUILD, seed } from '../support/seeded-server.ts'
import { MAIN } from '../support/server-options.ts'
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
    a_b: { type: 'string', nullable: true },
    Straße: { type: 'string' },
    '': { type: 'string' },
    any: {},
    several: { type: ['object', 'array', 'null'] },
    list: { type: 'array' },
    deep: { type: 'array', items: { type: 'array', items: { anyOf: [{}, {}] } } },
    long: { type: 'string', description: 'So it is. '.repeat(500) },
  },
  required: ['query', 'a.b', 'Straße'],
}

/** Serves the usual Actor and two with what vendors refuse. */
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

/** With these, every tool has all its arguments. */
const FOLDERS = [`--download-dir=${tmpdir()}`, `--upload-dir=${tmpdir()}`]
const ACTORS = `--actor-tools=alice/crawler,${LONG_ID},${LONG_ID}-2`

async function listTools(): Promise<OfferedTool[]> {
  const args = ['--tools=all', ...FOLDERS, ACTORS]
  const { client } = await startServer({ fake: await awkwardActors(), args })
  return listAll(async () => (await client.listTools()).tools, ownTools.length + 3)
}

/** Its client speaks 2026-07-28, whose lists no call changes. */
const AGENTS_TOOLS = ownTools.filter(({ needs }) => needs !== 'list-changes')

/** Returns the tools that the OpenAI Agents SDK builds from the server, in strict mode if possible. */
async function agentsTools() {
  // It warns of each tool that it cannot make strict. The tests say which these are.
  const warnings = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => warnings.mockRestore())
  const fake = await awkwardActors()
  const server = new MCPServerStdio({
    command: process.execPath,
    args: [MAIN, '--tools=all', ...FOLDERS, ACTORS],
    env: { PATH: process.env.PATH ?? '', APIFY_API_BASE_URL: fake.url, APIFY_TOKEN: fake.token },
  })
  onTestFinished(() => server.close())
  await server.connect()
  await listAll(() => server.listTools(), AGENTS_TOOLS.length + 3)
  const tools = await getAllMcpTools({ mcpServers: [server], convertSchemasToStrict: true })
  return tools.filter((tool): tool is FunctionTool => tool.type === 'function')
}

describe.each(Object.entries(VENDORS))('%s', (_, rules) => {
  it('accepts every tool, including Actors as tools', async () => {
    const tools = await listTools()
    expect(new Set(tools.map(({ name }) => name)).size).toBe(ownTools.length + 3)
    for (const tool of tools) expect(faultsOf(tool, rules), tool.name).toEqual([])
  })
})

describe('strict mode of OpenAI', () => {
  it('accepts each tool except those with an argument of any object', async () => {
    const tools = await agentsTools()
    const open = tools.filter(({ strict }) => !strict).map(({ name }) => name)
    expect(open).toEqual([
      'validate_input',
      'run_actor',
      'run_actor_sync',
      'push_dataset_items',
      'put_record',
      'save_task',
      'save_schedule',
      'add_requests',
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

  it('sends null for omitted arguments, and the call works', async () => {
    const tools = await agentsTools()
    const getRun = tools.find(({ name }) => name === 'get_run')
    const result = await getRun?.invoke(new RunContext(), '{"runId":"run1","waitSecs":null}')
    expect(JSON.stringify(result)).toContain('SUCCEEDED')
  })
})
