import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
} from '@modelcontextprotocol/client'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { IDENTITY, REGISTRY_NAME, REPOSITORY_URL } from '../../src/mcp/server-identity.ts'
import { answerIn, connect, post, startHttp } from '../support/http.ts'
import { startServer } from '../support/mcp-client.ts'
import { modernRequest } from '../support/modern-messages.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { ROOT } from '../support/root.ts'
import { seed } from '../support/seeded-server.ts'

const manifest = z.object({ mcpName: z.string(), repository: z.object({ url: z.string() }) })
/** The bytes that the name of this server may take in each result of the later revisions. */
const MAX_BRIEF_BYTES = 120

const readRoot = (name: string) => readFile(join(ROOT, name))

describe('the identity of the server', () => {
  it('is that of the package', async () => {
    const { mcpName, repository } = manifest.parse(JSON.parse(`${await readRoot('package.json')}`))
    expect(REGISTRY_NAME).toBe(mcpName)
    expect(repository.url).toBe(`git+${REPOSITORY_URL}.git`)
  })

  it('has the icon of the package, by an https address of its repository', async () => {
    const [icon] = IDENTITY.icons
    const { hostname, protocol, pathname } = new URL(icon?.src ?? '')
    expect({ hostname, protocol }).toEqual({
      hostname: 'raw.githubusercontent.com',
      protocol: 'https:',
    })
    const [, owner, name, branch, ...path] = pathname.split('/')
    expect(`https://github.com/${owner}/${name}`).toBe(REPOSITORY_URL)
    expect(branch).toBe('HEAD')
    const image = await readRoot(path.join('/'))
    // A PNG file has its width and height, in pixels, at these places.
    expect(image.subarray(1, 4).toString()).toBe('PNG')
    expect(icon?.sizes).toEqual([`${image.readUInt32BE(16)}x${image.readUInt32BE(20)}`])
  })

  it('is known to clients of both revisions and transports', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const overStdio = await startServer({ fake })
    expect(overStdio.client.getServerVersion()).toMatchObject(known)
    const { client } = await connect(url, fake.token)
    expect(client.getServerVersion()).toMatchObject(known)
    const info = { name: 'test', version: '1.0.0' }
    const modern = new ModernClient(info, { versionNegotiation: { mode: { pin: MODERN } } })
    const headers = { authorization: `Bearer ${fake.token}` }
    await modern.connect(new ModernHttp(new URL(url), { requestInit: { headers } }))
    expect(modern.getServerVersion()).toMatchObject(known)
    await modern.close()
  })

  it('is brief in each result of the later revisions, except that of `server/discover`', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const infoIn = async (method: string, params: object = {}) => {
      const headers: Record<string, string> = {
        'mcp-protocol-version': MODERN,
        'mcp-method': method,
        ...('name' in params && { 'mcp-name': String(params.name) }),
      }
      const message = modernRequest(1, method, params)
      const { result } = await answerIn(await post(url, message, { token: fake.token, headers }))
      return z
        .looseObject({
          _meta: z.looseObject({ 'io.modelcontextprotocol/serverInfo': z.unknown() }),
        })
        .parse(result)._meta['io.modelcontextprotocol/serverInfo']
    }
    expect(await infoIn('server/discover')).toMatchObject(known)
    for (const brief of [
      await infoIn('tools/list'),
      await infoIn('tools/call', { name: 'whoami', arguments: {} }),
    ]) {
      expect(Object.keys(Object(brief)).sort()).toEqual(['name', 'title', 'version'])
      expect(JSON.stringify(brief).length).toBeLessThan(MAX_BRIEF_BYTES)
    }
  })
})

const known = {
  name: 'apify-agent-tools',
  title: 'Apify',
  websiteUrl: REPOSITORY_URL,
  icons: IDENTITY.icons,
}
