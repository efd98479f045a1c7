import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tools } from '../../../tools/index.ts'
import { listAll } from '../../support/actor-tools.ts'
import { ACTOR_NAME, ACTOR_TOOL, ID } from '../../support/clients/world-data.ts'
import { answerIn, INITIALIZE, post } from '../../support/http.ts'
import {
  type Asked,
  callWith,
  ERAS,
  listedTools,
  type NarrowedClient,
  namesIn,
  serveAll,
} from '../../support/narrowed-clients.ts'

const OTHER_ACTOR = 'bob/web.crawler'
const { connect, fake, token, url } = serveAll([
  '--tools=all',
  `--actor-tools=${ACTOR_NAME},${OTHER_ACTOR}`,
])

const OWN = tools.filter(({ needs }) => needs === undefined)
const namesOf = (keep: (tool: (typeof OWN)[number]) => boolean) =>
  OWN.filter(keep).map(({ name }) => name)
const toolset = (...wanted: string[]) => namesOf((tool) => wanted.includes(tool.toolset))
const reading = namesOf(({ annotations }) => annotations.readOnlyHint)
const both = (one: string[], other: string[]) => one.filter((name) => other.includes(name))

/** Waits until the Actors have arrived, which are read when the server starts. */
async function actorTools(): Promise<string[]> {
  const client = await connect('legacy', { query: 'tools=whoami' })
  const list = async () => (await listedTools(client)).map((name) => ({ name }))
  return (await listAll(list, 3)).map(({ name }) => name).filter((name) => name !== 'whoami')
}

const cases: [asked: Asked, own: string[], actors: 'all' | 'first' | 'none'][] = [
  [{}, namesOf(() => true), 'all'],
  [{ query: '' }, namesOf(() => true), 'all'],
  [{ query: 'tools=all' }, namesOf(() => true), 'all'],
  [{ query: 'tools=default' }, toolset('actors', 'runs', 'storage'), 'all'],
  [{ query: 'tools=runs' }, toolset('runs'), 'all'],
  [{ query: 'tools=get_run,%20docs,' }, ['get_run', ...toolset('docs')], 'all'],
  [{ query: 'read-only' }, reading, 'none'],
  [{ query: 'read-only=true' }, reading, 'none'],
  [{ query: 'read-only=1' }, reading, 'none'],
  [{ query: 'read-only=false' }, namesOf(() => true), 'all'],
  [{ query: 'tools=runs&read-only' }, both(toolset('runs'), reading), 'none'],
  [{ query: 'actor-tools=none' }, namesOf(() => true), 'none'],
  [{ query: 'tools=get_run&actor-tools=alice~crawler' }, ['get_run'], 'first'],
  [{ query: 'tools=get_run&actor-tools=alice/crawler/' }, ['get_run'], 'first'],
  [{ query: 'max-result-tokens=500' }, namesOf(() => true), 'all'],
  [{ headers: { 'x-mcp-toolsets': 'storage,docs' } }, toolset('storage', 'docs'), 'all'],
  [{ headers: { 'x-mcp-tools': 'get_run, get_log' } }, ['get_run', 'get_log'], 'all'],
  [
    { headers: { 'x-mcp-toolsets': 'docs', 'x-mcp-tools': 'get_run' } },
    ['get_run', ...toolset('docs')],
    'all',
  ],
  [{ headers: { 'X-MCP-Readonly': 'true' } }, reading, 'none'],
  [{ headers: { 'X-MCP-Readonly': '0' } }, namesOf(() => true), 'all'],
  [
    { query: 'tools=runs,get_dataset', headers: { 'x-mcp-toolsets': 'storage,actors' } },
    ['get_dataset'],
    'all',
  ],
  [
    { query: 'tools=storage', headers: { 'x-mcp-readonly': '1' } },
    both(toolset('storage'), reading),
    'none',
  ],
]

describe.each(ERAS)('a %s client', (era) => {
  it.each(cases)('that asks for %j has these tools and no others', async (asked, own, actors) => {
    const late = await actorTools()
    const left = { all: late, first: [ACTOR_TOOL], none: [] }[actors]
    const client = await connect(era, asked)
    expect(await listedTools(client)).toEqual([...own, ...left].sort())
    const explained = OWN.filter(({ name }) => client.instructions.includes(`\`${name}\``))
    expect(explained.filter(({ name }) => !own.includes(name))).toEqual([])
  })

  it.each<[Asked, string, object]>([
    [{ query: 'tools=get_run' }, 'run_actor', { actorId: ACTOR_NAME }],
    [{ query: 'read-only' }, 'run_actor', { actorId: ACTOR_NAME }],
    [{ query: 'read-only' }, ACTOR_TOOL, {}],
    [{ query: 'actor-tools=bob/web.crawler' }, ACTOR_TOOL, {}],
    [{ headers: { 'x-mcp-toolsets': 'docs' } }, 'run_actor', { actorId: ACTOR_NAME }],
    [{ headers: { 'x-mcp-readonly': 'true' } }, 'put_record', { storeId: 'a', recordKey: 'b' }],
  ])('that asks for %j cannot call %s, and the error names no other', async (asked, name, args) => {
    await actorTools()
    const client = await connect(era, asked)
    const names = await listedTools(client)
    const before = fake().requests.length
    const { isError, text } = await callWith(client, name, { ...args })
    expect(isError).toBe(true)
    const [, unknown, named = ''] =
      /^There is no tool "(.+)"\. The tools of this server are: (.+)\.$/.exec(text) ?? []
    expect(unknown).toBe(name)
    expect(named.split(', ').sort()).toEqual(names)
    expect(fake().requests.length).toBe(before)
  })

  it('calls what is left, with the settings of its own requests', async () => {
    const client = await connect(era, { query: 'tools=get_run,whoami&read-only' })
    const { structured } = await callWith(client, 'get_run', { runId: ID.run })
    expect(structured).toMatchObject({ runId: ID.run, status: 'SUCCEEDED' })
    expect((await callWith(client, 'whoami')).structured).toMatchObject({ readOnly: true })
    const other = await connect(era, { query: 'tools=whoami' })
    expect((await callWith(other, 'whoami')).structured).toMatchObject({ readOnly: false })
  })

  it('gets results within the budget that it asks for', async () => {
    const row = { text: 'The ferry leaves at dawn. '.repeat(400) }
    fake().datasets.set(ID.dataset, [row, row])
    const args = { datasetId: ID.dataset }
    const sizes = []
    for (const query of ['max-result-tokens=500', 'max-result-tokens=1500', 'tools=storage']) {
      const client = await connect(era, { query })
      sizes.push(countTokens((await callWith(client, 'list_dataset_items', args)).text))
    }
    const [least = 0, middle = 0, most = 0] = sizes
    expect(least).toBeLessThanOrEqual(500)
    expect(middle).toBeGreaterThan(500)
    expect(middle).toBeLessThanOrEqual(1500)
    expect(most).toBeGreaterThan(1500)
  })

  const templatesOf = async (client: NarrowedClient) =>
    namesIn(await client.ask('resources/templates/list'), 'resourceTemplates')

  it('has the templates, prompts and completions of the tools that are left', async () => {
    const client = await connect(era, { query: 'tools=get_run,get_log,get_record' })
    expect(await templatesOf(client)).toEqual(['record', 'run-log'])
    expect(namesIn(await client.ask('prompts/list'), 'prompts')).toEqual(['debug_run'])
    const prompt = { name: 'scrape_site', arguments: { url: 'https://example.com' } }
    await expect(client.ask('prompts/get', prompt)).rejects.toThrow('There is no prompt')
    const uri = `apify://dataset/${ID.dataset}/items`
    await expect(client.ask('resources/read', { uri })).rejects.toThrow('There is no resource')
    const log = await client.ask('resources/read', { uri: `apify://run/${ID.run}/log` })
    expect(log).toHaveProperty('contents.0.mimeType', 'text/plain')
    const argument = { name: 'datasetId', value: '' }
    const complete = (template: string, asked: object) =>
      client.ask('completion/complete', {
        ref: { type: 'ref/resource', uri: template },
        argument: asked,
      })
    const before = fake().requests.length
    const none = await complete('apify://dataset/{datasetId}/items{?offset,limit}', argument)
    expect(none).toMatchObject({ completion: { values: [] } })
    expect(fake().requests.length).toBe(before)
    const runs = await complete('apify://run/{runId}/log', { name: 'runId', value: '' })
    expect(runs).toMatchObject({ completion: { values: [ID.run] } })
  })

  it('has no resources, prompts or completions if no tool of theirs is left', async () => {
    const asked = { query: 'actor-tools=none', headers: { 'x-mcp-tools': 'whoami' } }
    const client = await connect(era, asked)
    expect(client.capabilities).toHaveProperty('tools')
    for (const data of ['resources', 'prompts', 'completions'])
      expect(client.capabilities).not.toHaveProperty(data)
    for (const method of ['resources/templates/list', 'prompts/list'])
      await expect(client.ask(method)).rejects.toThrow(/Method not found|does not support/)
  })

  it('can call as tasks only what is left', async () => {
    const offersTasks = ({ capabilities }: NarrowedClient) =>
      'tasks' in capabilities || 'io.modelcontextprotocol/tasks' in Object(capabilities.extensions)
    expect(offersTasks(await connect(era, { query: 'tools=runs' }))).toBe(true)
    expect(offersTasks(await connect(era, { query: 'read-only' }))).toBe(false)
    const query = 'tools=get_run&actor-tools=none'
    expect(offersTasks(await connect(era, { query }))).toBe(false)
  })
})

it('each request of a legacy session is narrowed by its own address', async () => {
  const options = { token: token() }
  const opened = await post(url({ query: 'tools=whoami' }), INITIALIZE, options)
  expect(await answerIn(opened)).toMatchObject({ result: { capabilities: { tools: {} } } })
  const headers = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
  const list = async (query: string) => {
    const message = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    const answer = await answerIn(await post(url({ query }), message, { ...options, headers }))
    return namesIn(z.looseObject({}).parse(answer.result), 'tools')
  }
  expect(await list('tools=get_run&actor-tools=none')).toEqual(['get_run'])
  expect(await list('tools=whoami&actor-tools=none')).toEqual(['whoami'])
  expect((await list('')).length).toBeGreaterThan(OWN.length)
})
