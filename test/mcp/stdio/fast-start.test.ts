import { describe, expect, it } from 'vitest'
import { request, startRaw } from '../../support/raw-server.ts'
import { seed } from '../../support/seeded-server.ts'

const client = { name: 'test', version: '1.0.0' }
const greet = (params: object) => request(1, 'initialize', params)

/** Usual and unusual first requests: some are answered by the fast start, others by the full server. */
const FIRST: Record<string, string> = {
  ...Object.fromEntries(
    ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07', '1999-01-01', ''].map(
      (protocolVersion) => [
        `initialize of revision "${protocolVersion}"`,
        greet({ protocolVersion, capabilities: {}, clientInfo: client }),
      ],
    ),
  ),
  'initialize with capabilities': greet({
    protocolVersion: '2025-06-18',
    capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: {} },
    clientInfo: { ...client, title: 'Test', websiteUrl: 'https://example.com' },
  }),
  'initialize without a client': greet({ protocolVersion: '2025-06-18', capabilities: {} }),
  'initialize with malformed capabilities': greet({
    protocolVersion: '2025-06-18',
    capabilities: { roots: 7 },
    clientInfo: client,
  }),
  'initialize with nulls': greet({
    protocolVersion: '2025-06-18',
    capabilities: { roots: null, elicitation: { form: null }, experimental: { a: null } },
    clientInfo: { ...client, title: null },
    _meta: null,
  }),
  'initialize with capabilities null': greet({
    protocolVersion: '2025-06-18',
    capabilities: null,
    clientInfo: client,
  }),
  'initialize with open capabilities': greet({
    protocolVersion: '2025-11-25',
    capabilities: { extensions: { 'a/b': { types: ['c'] } }, elicitation: { form: {}, url: {} } },
    clientInfo: { ...client, icons: [{ src: 'data:,' }] },
  }),
  'initialize with a malformed title': greet({
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { ...client, title: 7 },
  }),
  'initialize with a malformed part of a capability': greet({
    protocolVersion: '2025-06-18',
    capabilities: { roots: { listChanged: 'yes' } },
    clientInfo: client,
  }),
  'initialize after a byte order mark': `\ufeff${greet({
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: client,
  })}`,
  'tools/list with params null': '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":null}',
  'initialize without parameters': '{"jsonrpc":"2.0","id":1,"method":"initialize"}',
  'tools/list': '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
  'tools/list with parameters': request(1, 'tools/list', { cursor: 'x', _meta: {} }),
  ping: request(1, 'ping'),
  'an unknown method': request(1, 'tools/guess'),
}

/** A request that only the full server answers, and so all after it. */
const TAKES_MORE = '{"jsonrpc":"2.0","id":"first","method":"ping","params":{"_meta":{"a":1}}}'

async function firstAnswer(lines: string[], args: string[]): Promise<string> {
  const { write, answer, child } = await startRaw({ fake: await seed(), args })
  write(...lines)
  const message = await answer(1)
  child.stdin.end()
  return JSON.stringify(message)
}

/** The handshake of a client that shows views. */
const SHOWS_VIEWS = request(2, 'initialize', {
  protocolVersion: '2025-06-18',
  capabilities: {
    extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
  },
  clientInfo: client,
})

describe('a first request is answered as by the full server', () => {
  it.each(Object.entries(FIRST))('%s', async (_, line) => {
    expect(await firstAnswer([line], [])).toBe(await firstAnswer([TAKES_MORE, line], []))
  })

  it.each([
    ['--read-only'],
    ['--no-structured'],
    ['--tools=runs,get_record'],
    ['--tools=whoami'],
    ['--download-dir=.'],
    ['--upload-dir=.'],
    ['--tools=docs'],
    ['--tools=dynamic'],
    ['--tools=default,dynamic'],
    ['--tools=all'],
    ['--views=on'],
    ['--views=off'],
    ['--tools=run_actor'],
  ])('with %s', async (flag) => {
    for (const line of [FIRST['tools/list'] ?? '', FIRST['initialize with capabilities'] ?? '']) {
      expect(await firstAnswer([line], [flag])).toBe(await firstAnswer([TAKES_MORE, line], [flag]))
    }
  })

  it.each([
    ['--views=auto'],
    ['--views=on'],
    ['--views=off'],
    ['--tools=whoami'],
    ['--tools=run_actor'],
  ])('from a client that shows views, with %s', async (flag) => {
    const list = FIRST['tools/list'] ?? ''
    const early = await firstAnswer([SHOWS_VIEWS, list], [flag])
    expect(early).toBe(await firstAnswer([TAKES_MORE, SHOWS_VIEWS, list], [flag]))
  })

  it.each([[''], ['--read-only'], ['--tools=default,dynamic']])(
    'with --actor-tools %s',
    async (flag) => {
      const args = ['--actor-tools=alice/crawler', flag].filter(Boolean)
      const line = FIRST['initialize with capabilities'] ?? ''
      expect(await firstAnswer([line], args)).toBe(await firstAnswer([TAKES_MORE, line], args))
    },
  )
})

it('requests sent in one write, early or not, are each answered once and in full', async () => {
  const { write, answer, child, exited } = await startRaw({ fake: await seed() })
  write(
    greet({ protocolVersion: '2025-06-18', capabilities: {}, clientInfo: client }),
    '{"jsonrpc":"2.0","method":"notifications/initialized"}',
    request(2, 'tools/list'),
    request(3, 'tools/call', { name: 'whoami', arguments: {} }),
    request(4, 'tools/list'),
    'no message',
  )
  for (const id of [1, 2, 3, 4]) expect(await answer(id)).toHaveProperty('result')
  expect(await answer(null)).toHaveProperty('error.code', -32700)
  child.stdin.end()
  expect(await exited).toMatchObject({ code: 0, stray: [] })
})
