import { request } from 'node:http'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startHttp } from '../../support/http.ts'
import { MODERN } from '../../support/protocol-versions.ts'
import { seed } from '../../support/seeded-server.ts'

const CARD = '/mcp/server-card'
const CATALOG = '/.well-known/ai-catalog.json'
const address = z.url({ protocol: /^https?$/ })

/** The members that the extension gives a card, with its bounds. */
const card = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  version: z.string().max(255),
  description: z.string().min(1).max(100),
  title: z.string().min(1).max(100),
  websiteUrl: address,
  repository: z.strictObject({ url: address, source: z.literal('github') }),
  icons: z.array(
    z.strictObject({
      src: z.url({ protocol: /^https$/ }),
      mimeType: z.literal('image/png'),
      sizes: z.array(z.string().regex(/^\d+x\d+$/)),
    }),
  ),
  remotes: z.tuple([
    z.strictObject({
      type: z.literal('streamable-http'),
      url: address,
      headers: z
        .array(
          z.strictObject({
            name: z.string(),
            description: z.string(),
            isRequired: z.boolean(),
            isSecret: z.boolean(),
          }),
        )
        .optional(),
      supportedProtocolVersions: z.array(z.string()),
    }),
  ]),
  _meta: z.strictObject({ 'io.github.apify-agent-tools/experimental': z.literal(true) }),
})

/** The members that the extension gives a catalog and its entry for a card. */
const catalog = z.strictObject({
  specVersion: z.literal('1.0'),
  entries: z.tuple([
    z.strictObject({
      identifier: z.string().regex(/^urn:air:[a-z0-9.-]+:mcp:[a-z-]+$/),
      type: z.literal('application/mcp-server-card+json'),
      url: address,
      metadata: z.strictObject({ 'io.github.apify-agent-tools/experimental': z.literal(true) }),
    }),
  ]),
})

const readCard = async (url: string) => card.parse(await (await fetch(url)).json())

/** Asks as a page of another origin, under any host name. */
function ask(base: string, path: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status?: number | undefined; headers: Record<string, unknown> }>(
    (resolve) => {
      request(base + path, { method, headers }, (response) => {
        response.resume()
        resolve({ status: response.statusCode, headers: response.headers })
      }).end()
    },
  )
}

describe('a client without a credential', () => {
  it('finds the server by its catalog and its card, and connects', async () => {
    const fake = await seed()
    const { base } = await startHttp({ fake })
    const found = await fetch(base + CATALOG)
    expect(found.headers.get('content-type')).toBe('application/ai-catalog+json')
    const [entry] = catalog.parse(await found.json()).entries
    expect(entry.url).toBe(base + CARD)
    const response = await fetch(entry.url)
    expect(response.headers.get('content-type')).toBe('application/mcp-server-card+json')
    const { name, title, version, remotes } = card.parse(await response.json())
    const [remote] = remotes
    const [authorization] = remote.headers ?? []
    expect(authorization).toMatchObject({ name: 'Authorization', isRequired: true, isSecret: true })
    expect(remote.supportedProtocolVersions).toEqual([MODERN, ...SUPPORTED_PROTOCOL_VERSIONS])
    const client = new Client({ name: 'test', version: '1.0.0' })
    const headers = { [`${authorization?.name}`]: `Bearer ${fake.token}` }
    const requestInit = { headers }
    await client.connect(new StreamableHTTPClientTransport(new URL(remote.url), { requestInit }))
    onTestFinished(() => client.close())
    const runtime = client.getServerVersion()
    expect({ title, version }).toEqual({ title: runtime?.title, version: runtime?.version })
    expect(name.endsWith(`/${runtime?.name}`)).toBe(true)
  })

  it('reads which credential the server takes', async () => {
    const key = 'k'.repeat(32)
    const env = { APIFY_TOKEN: 'apify_api_x', MCP_ACCESS_KEY: key }
    const { base } = await startHttp({ args: ['--shared-token'], env })
    const text = await (await fetch(base + CARD)).text()
    expect(text).not.toContain(key)
    const [remote] = card.parse(JSON.parse(text)).remotes
    expect(remote.headers?.[0]).toMatchObject({
      description: expect.stringContaining('access key'),
      isRequired: true,
    })
    const paid = await startHttp({ args: ['--payments=x402'] })
    expect((await readCard(paid.base + CARD)).remotes[0].headers?.[0]?.isRequired).toBe(false)
    const local = await startHttp({ args: ['--local'] })
    expect((await readCard(local.base + CARD)).remotes[0].headers).toBeUndefined()
  })

  it('gets the addresses under the name and scheme by which it came', async () => {
    const args = ['--allowed-hosts=mcp.example.com']
    const { base } = await startHttp({ args })
    const headers = { host: 'mcp.example.com', 'x-forwarded-proto': 'https' }
    const body = await new Promise<string>((resolve) => {
      request(base + CATALOG, { headers }, async (response) => {
        resolve((await response.toArray()).join(''))
      }).end()
    })
    const [entry] = catalog.parse(JSON.parse(body)).entries
    expect(entry.url).toBe('https://mcp.example.com/mcp/server-card')
    expect((await ask(base, CARD, { host: 'evil.example' })).status).toBe(400)
  })
})

describe.each([CARD, CATALOG])('%s', (path) => {
  it('is kept by clients, who ask whether it has changed', async () => {
    const { base } = await startHttp()
    const first = await fetch(base + path)
    expect(first.headers.get('cache-control')).toBe('public, max-age=3600')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const again = await fetch(base + path, { headers: { 'if-none-match': known } })
      expect([known, again.status, await again.text()]).toEqual([known, 304, ''])
    }
    const other = await fetch(base + path, { headers: { 'if-none-match': '"other"' } })
    expect(other.status).toBe(200)
    expect((await fetch(base + path, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(base + path, { method: 'POST' })).status).toBe(405)
  })

  it('may be read by any web page, unless only this machine reaches the server', async () => {
    const { base } = await startHttp({ args: ['--allowed-hosts=mcp.example.com,localhost'] })
    const page = { origin: 'https://page.example' }
    const hosted = { ...page, host: 'mcp.example.com' }
    expect(await ask(base, path, hosted)).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'etag',
      },
    })
    const asked = await ask(base, path, hosted, 'OPTIONS')
    expect(asked).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*' } })
    expect(asked.headers['access-control-allow-headers']).toContain('if-none-match')
    expect((await ask(base, path, { ...page, host: 'localhost' })).status).toBe(403)
    expect((await ask(base, '/mcp', hosted, 'POST')).status).toBe(403)
  })
})
