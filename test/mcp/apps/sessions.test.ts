import { expect, it } from 'vitest'
import { openWay } from '../../support/four-ways.ts'
import { answerIn, post, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'
import { SHOWS_VIEWS } from '../../support/view-pages.ts'

const initialize = (capabilities: object) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities,
    clientInfo: { name: 'raw', version: '1.0.0' },
  },
})

it('over HTTP, views are for the session that declared them, and no made-up id adds them', async () => {
  const fake = await seed()
  const { url } = await startHttp({ fake })
  const { token } = fake
  const sessionId = async (capabilities: object) =>
    (await post(url, initialize(capabilities), { token })).headers.get('mcp-session-id') ?? ''
  const showsViews = async (id: string, as = token) => {
    const headers = { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' }
    const message = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    return JSON.stringify(
      await answerIn(await post(url, message, { token: as, headers })),
    ).includes('ui://')
  }
  const [plain, declared] = [await sessionId({}), await sessionId(SHOWS_VIEWS)]
  expect(await showsViews(declared)).toBe(true)
  expect(await showsViews(plain)).toBe(false)
  expect(await showsViews(declared, 'apify_api_another')).toBe(false)
  for (const id of [`v.${plain}`, declared.slice(2), `${declared.slice(0, -1)}_`, 'v.', ''])
    expect({ id, shows: await showsViews(id) }).toEqual({ id, shows: id === declared })
})

it('the tool of an Actor has the view of runs', async () => {
  const args = ['--actor-tools=alice/crawler']
  const way = { era: 'legacy', transport: 'stdio' } as const
  const ask = await openWay(way, await seed(), { args, capabilities: SHOWS_VIEWS })
  const { result } = await ask('tools/list', undefined)
  const tool = Object(result).tools.find(({ name }: { name: string }) => /crawler/.test(name))
  expect(tool._meta['ui/resourceUri']).toMatch(/^ui:\/\/apify-agent-tools\/run-/)
})
