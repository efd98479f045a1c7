import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerIn, call, connect, INITIALIZE, parseAnswer, post } from '../../../support/http.ts'
import { challengeIn, postModern, startOauth } from '../../../support/oauth-server.ts'

const READING = ['whoami', 'get_run', 'list_dataset_items', 'query_dataset', 'search_actors']
const RUNNING = ['run_actor', 'run_actor_sync', 'abort_run']
const WRITING = ['push_dataset_items', 'put_record', 'create_storage']
const ALL = [...READING, ...RUNNING, ...WRITING]

const list = z.object({
  result: z.looseObject({
    tools: z.array(z.looseObject({ name: z.string() })),
    ttlMs: z.number().optional(),
    cacheScope: z.string().optional(),
  }),
})

describe('a client sees what its scopes allow', () => {
  it.each<[scope: string, names: string[]]>([
    ['apify:read', READING],
    ['apify:run openid', [...READING, ...RUNNING]],
    ['apify:write', [...READING, 'abort_run', ...WRITING]],
    ['apify:run apify:write', ALL],
  ])('with %s', async (scope, names) => {
    const { url, tokenFor } = await startOauth({ args: ['--views=off'] })
    const token = await tokenFor(scope)
    const { client } = await connect(url, token)
    const { tools } = await client.listTools()
    const seen = tools.map(({ name }) => name)
    expect(ALL.filter((name) => seen.includes(name)).sort()).toEqual([...names].sort())
    const { result } = list.parse(await (await postModern(url, token, 'tools/list')).json())
    expect(result.tools.map(({ name }) => name)).toEqual(seen)
    // One list must not be served to another client.
    expect(result).toMatchObject({ cacheScope: 'private', ttlMs: 300_000 })
    const { prompts } = await client.listPrompts()
    const hasScrape = prompts.some(({ name }) => name === 'scrape_site')
    expect(hasScrape).toBe(names.includes('run_actor_sync'))
  })
})

describe('a request that asks for less than its scopes allow', () => {
  it.each<[scope: string, query: string, names: string[]]>([
    ['apify:read', '?tools=runs', ['get_run']],
    ['apify:run', '?tools=runs', ['get_run', ...RUNNING]],
    ['apify:run apify:write', '?read-only', READING],
    ['apify:read', '?tools=run_actor', []],
  ])('with %s at %s sees what both leave', async (scope, query, names) => {
    const { url, tokenFor } = await startOauth()
    const { client } = await connect(`${url}${query}`, await tokenFor(scope))
    const seen = (await client.listTools()).tools.map(({ name }) => name)
    expect(ALL.filter((name) => seen.includes(name)).sort()).toEqual([...names].sort())
  })
})

describe('a call that the scopes do not allow', () => {
  it.each<[granted: string, tool: string, args: object, needed: string]>([
    ['apify:read', 'run_actor', { actorId: 'alice/crawler' }, 'apify:read apify:run'],
    [
      'apify:read',
      'push_dataset_items',
      { datasetId: 'data1', items: [{}] },
      'apify:read apify:write',
    ],
    ['apify:write', 'run_actor', { actorId: 'alice/crawler' }, 'apify:run apify:write'],
    ['apify:run', 'put_record', {}, 'apify:run apify:write'],
    ['apify:write', 'save_schedule', {}, 'apify:run apify:write'],
    ['apify:read', 'save_schedule', {}, 'apify:read apify:run apify:write'],
    ['openid', 'whoami', {}, 'apify:read'],
  ])('%s: %s is 403 in both eras', async (granted, tool, args, needed) => {
    const { url, base, fake, tokenFor } = await startOauth({ args: ['--tools=all'] })
    const token = await tokenFor(granted)
    const responses = [
      await post(url, call(7, tool, args), { token }),
      await postModern(url, token, 'tools/call', { name: tool, arguments: args }),
    ]
    for (const response of responses) {
      expect(response.status).toBe(403)
      expect(challengeIn(response)).toEqual({
        realm: 'apify-agent-tools',
        error: 'insufficient_scope',
        scope: needed,
        resource_metadata: `${base}/.well-known/oauth-protected-resource/mcp`,
      })
    }
    const [first] = responses
    if (!first) throw new Error('There is no response')
    const { id, error } = parseAnswer(await first.json())
    expect(id).toBe(7)
    expect(error?.message).toContain(`Authorize again with the scopes: ${needed}.`)
    expect(fake.requests).toEqual([])
  })

  it('refuses the whole batch, for all scopes that it needs', async () => {
    const { url, fake, tokenFor } = await startOauth()
    const token = await tokenFor('apify:read')
    const batch = [
      call(1, 'whoami'),
      call(2, 'run_actor', { actorId: 'alice/crawler' }),
      call(3, 'create_storage', { name: 'a' }),
    ]
    const headers = { 'mcp-protocol-version': '2025-03-26' }
    const response = await post(url, batch, { token, headers })
    expect(response.status).toBe(403)
    expect(challengeIn(response).scope).toBe('apify:read apify:run apify:write')
    expect(fake.requests).toEqual([])
  })

  it('is refused for the tools of Actors, which start runs', async () => {
    const { url, fake, tokenFor } = await startOauth({ args: ['--actor-tools=alice/crawler'] })
    const token = await tokenFor('apify:write')
    const { client } = await connect(url, await tokenFor('apify:run'))
    const { tools } = await client.listTools()
    const tool = tools.find(({ name }) => name.includes('crawler'))?.name ?? ''
    expect(tool).not.toBe('')
    const { tools: others } = await (await connect(url, token)).client.listTools()
    expect(others.map(({ name }) => name)).not.toContain(tool)
    const before = fake.requests.length
    expect((await post(url, call(1, tool), { token })).status).toBe(403)
    expect(fake.requests.length).toBe(before)
  })

  it('is refused for prompts that need more', async () => {
    const { url, tokenFor } = await startOauth()
    const params = { name: 'scrape_site', arguments: { url: 'https://example.com' } }
    const message = { jsonrpc: '2.0', id: 1, method: 'prompts/get', params }
    const refused = await post(url, message, { token: await tokenFor('apify:write') })
    expect(refused.status).toBe(403)
    expect(challengeIn(refused).scope).toBe('apify:read apify:run apify:write')
    const answered = await post(url, message, { token: await tokenFor('apify:run') })
    expect(await answered.text()).toContain('https://example.com')
  })
})

describe('a request that needs no certain scope', () => {
  it('is refused without any', async () => {
    const { url, tokenFor } = await startOauth()
    const token = await tokenFor('openid profile')
    for (const message of [INITIALIZE, { jsonrpc: '2.0', id: 1, method: 'tools/list' }]) {
      const response = await post(url, message, { token })
      expect(response.status).toBe(403)
      // With less it would see a part of the tools, and not know that there are more.
      expect(challengeIn(response).scope).toBe('apify:read apify:run apify:write')
    }
  })

  it('gets an error of MCP for a tool that nobody has', async () => {
    const { url, tokenFor } = await startOauth({ args: ['--read-only'] })
    const token = await tokenFor('apify:read')
    for (const name of ['no_such_tool', 'run_actor']) {
      const response = await post(url, call(1, name), { token })
      expect(response.status).toBe(200)
      expect((await answerIn(response)).result?.isError).toBe(true)
    }
  })
})
