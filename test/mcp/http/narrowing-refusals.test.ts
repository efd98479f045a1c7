import { describe, expect, it } from 'vitest'
import { ACTOR_NAME } from '../../support/clients/world-data.ts'
import { answerIn, call, post } from '../../support/http.ts'
import { modernRequest } from '../../support/modern-messages.ts'
import { type Asked, ERAS, type Era, serveAll } from '../../support/narrowed-clients.ts'
import { MODERN } from '../../support/protocol-versions.ts'

const open = serveAll([
  '--tools=runs,storage',
  '--max-result-tokens=4000',
  `--actor-tools=${ACTOR_NAME}`,
])
const reading = serveAll(['--read-only'])

type Served = typeof open

/** Calls a tool, so that a request that is not refused reaches Apify. */
async function send(era: Era, { url, token }: Served, asked: Asked) {
  const params = { name: 'list_runs', arguments: {} }
  const message = era === 'modern' ? modernRequest(1, 'tools/call', params) : call(1, 'list_runs')
  const modern = {
    'mcp-protocol-version': MODERN,
    'mcp-method': 'tools/call',
    'mcp-name': 'list_runs',
  }
  const headers = { ...(era === 'modern' && modern), ...asked.headers }
  const response = await post(url(asked), message, { token: token(), headers })
  const { id, error, result } = await answerIn(response)
  return { status: response.status, id, error, result }
}

const OFFERS = /It offers (?:\w+, )+\w+\. Name some of these\.$/
type Refusal = [served: Served, asked: Asked, message: string | RegExp]
const refusals: Refusal[] = [
  // What the operator does not offer.
  [
    open,
    { query: 'tools=automation' },
    /^`tools` in the address has "automation", which this server does not offer\./,
  ],
  [open, { query: 'tools=automation' }, OFFERS],
  [
    open,
    { query: 'tools=get_run,search_actors' },
    /has "search_actors", which this server does not offer/,
  ],
  [open, { query: 'tools=get_rum' }, /has "get_rum".* Did you mean get_run\?/],
  [open, { query: 'tools=constructor' }, /has "constructor", which this server does not offer/],
  [open, { query: 'tools=__proto__' }, /has "__proto__", which this server does not offer/],
  [open, { headers: { 'x-mcp-toolsets': 'develop' } }, /^The header X-MCP-Toolsets has "develop"/],
  [open, { headers: { 'x-mcp-toolsets': 'get_run' } }, /^The header X-MCP-Toolsets has "get_run"/],
  [open, { headers: { 'x-mcp-toolsets': 'storrage' } }, /Did you mean storage\?/],
  [open, { headers: { 'x-mcp-tools': 'runs' } }, /^The header X-MCP-Tools has "runs"/],
  [open, { headers: { 'x-mcp-tools': 'get_actor' } }, /^The header X-MCP-Tools has "get_actor"/],
  [open, { query: 'actor-tools=dora/none' }, /^`actor-tools` in the address has "dora\/none"/],
  [
    open,
    { query: 'actor-tools=alice/crawlers' },
    /Did you mean alice\/crawler\? It offers alice\/crawler\./,
  ],
  [
    open,
    { query: 'actor-tools=none,alice/crawler' },
    /has "none", which this server does not offer/,
  ],
  [reading, { query: 'actor-tools=alice/crawler' }, /does not offer\. It offers none\.$/],
  [reading, { query: 'tools=run_actor' }, /has "run_actor", which this server does not offer/],
  // What would widen.
  [
    open,
    { query: 'max-result-tokens=4001' },
    'is "4001". Write a whole number from 500 to 4000, the budget of this server.',
  ],
  [
    reading,
    { query: 'read-only=false' },
    '`read-only` in the address is false, but this server is read-only. Leave it out.',
  ],
  [
    reading,
    { headers: { 'x-mcp-readonly': 'false' } },
    'The header X-MCP-Readonly is false, but this server is read-only. Leave it out.',
  ],
  [
    open,
    { query: 'read-only', headers: { 'x-mcp-readonly': '0' } },
    'is false, but the address asks for read-only. Leave it out.',
  ],
  ...[
    'x-mcp-read-only',
    'x_mcp_readonly',
    'x-mcp-tool',
    'x-mcp-toolset',
    'x-mcp-exclude-tools',
  ].map(
    (name): Refusal => [
      open,
      { headers: { [name]: 'true' } },
      `The header "${name}" is not known. This server takes X-MCP-Toolsets, X-MCP-Tools, X-MCP-Readonly.`,
    ],
  ),
  // What makes no sense.
  [
    open,
    { query: 'toolz=runs' },
    'The address has an unknown parameter "toolz". Did you mean tools? It takes tools, read-only, actor-tools, max-result-tokens.',
  ],
  [open, { query: 'verbose' }, 'The address has an unknown parameter "verbose". It takes'],
  [open, { query: 'Tools=runs' }, 'unknown parameter "Tools". Did you mean tools?'],
  [open, { query: 'tools=runs&tools=storage' }, 'The address has `tools` twice. Write it once.'],
  [open, { query: 'tools=' }, '`tools` in the address is empty.'],
  [open, { query: 'tools=,%20' }, '`tools` in the address is empty.'],
  [open, { query: 'actor-tools' }, '`actor-tools` in the address is empty.'],
  [open, { headers: { 'x-mcp-tools': '' } }, 'The header X-MCP-Tools is empty.'],
  [
    open,
    { query: 'read-only=maybe' },
    '`read-only` in the address is "maybe". Write true or false.',
  ],
  [
    open,
    { headers: { 'x-mcp-readonly': '' } },
    'The header X-MCP-Readonly is "". Write true or false.',
  ],
  [open, { query: 'max-result-tokens=499' }, 'Write a whole number from 500 to 4000'],
  [open, { query: 'max-result-tokens=1e3' }, 'Write a whole number from 500 to 4000'],
  [open, { query: 'max-result-tokens=' }, 'Write a whole number from 500 to 4000'],
  [open, { query: 'max-result-tokens=-1000' }, 'Write a whole number from 500 to 4000'],
  // What leaves nothing.
  [open, { query: 'tools=run_actor&read-only' }, 'The address and the headers leave no tool.'],
  [
    open,
    { query: 'tools=runs&actor-tools=none', headers: { 'x-mcp-toolsets': 'storage' } },
    'leave no tool.',
  ],
]

describe.each(ERAS)('in the %s era', (era) => {
  it.each(refusals.map(([served, ...rest]) => [...rest, served] as const))(
    'a request with %j gets 400: %s',
    async (asked, message, served) => {
      const before = served.fake().requests.length
      const { status, id, error } = await send(era, served, asked)
      expect(status).toBe(400)
      expect({ id, code: error?.code }).toEqual({ id: null, code: -32600 })
      if (typeof message === 'string') expect(error?.message).toContain(message)
      else expect(error?.message).toMatch(message)
      expect(served.fake().requests.length).toBe(before)
    },
  )

  it('a request that narrows nothing is answered', async () => {
    for (const query of ['', 'tools=all', 'max-result-tokens=4000', 'read-only=false']) {
      const { status, result } = await send(era, open, { query })
      expect([query, status, result?.isError]).toEqual([query, 200, undefined])
    }
  })
})

it('a client without its credential is asked for it first', async () => {
  const response = await post(open.url({ query: 'tools=automation' }), call(1, 'list_runs'))
  expect(response.status).toBe(401)
})

it('the log and the metrics have no value of a query or header, and errors no secret', async () => {
  const secret = `apify_api_${'x'.repeat(36)}`
  const asked = { query: `tools=${secret}`, headers: { 'x-mcp-tools': 'swordfish' } }
  const { error } = await send('legacy', open, asked)
  expect(error?.message).toContain('[redacted]')
  expect(error?.message).not.toContain(secret)
  await send('legacy', open, { query: 'actor-tools=swordfish' })
  await open.server().logged(({ status }) => status === 400)
  const metrics = await (await fetch(`${open.server().base}/metrics`)).text()
  for (const text of [open.server().stderr(), metrics]) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain('swordfish')
    expect(text).not.toContain('tools=')
  }
})

it('a web page may send the headers', async () => {
  const response = await fetch(open.url(), {
    method: 'OPTIONS',
    headers: { origin: open.server().base, 'access-control-request-method': 'POST' },
  })
  const allowed = response.headers.get('access-control-allow-headers')?.split(', ')
  for (const name of ['x-mcp-toolsets', 'x-mcp-tools', 'x-mcp-readonly'])
    expect(allowed).toContain(name)
})
