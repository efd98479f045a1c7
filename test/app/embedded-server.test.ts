import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { Client as NewClient, InMemoryTransport as NewPair } from '@modelcontextprotocol/client'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startDemoSite } from '../../scripts/demo-site.ts'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import type { Options } from '../../src/config/library-options.ts'
import { tools } from '../../tools/index.ts'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { countStarts } from '../support/fake-apify/starts.ts'
import { makeFolder } from '../support/folder.ts'
import { RUN, seed } from '../support/seeded-server.ts'

/** The built Actors: a server that runs from source has none beside it. */
const ACTORS = fileURLToPath(new URL('../../dist/actors', import.meta.url))

async function serve(options: Options) {
  const server = await createEmbeddedServer(options)
  onTestFinished(() => server.close())
  return server
}

/** Creates a server for an account; returns both. */
async function serveAccount(options: Options = {}) {
  const fake = await startFakeApify()
  onTestFinished(() => fake.close())
  return { fake, server: await serve({ token: fake.token, baseUrl: fake.url, ...options }) }
}

const serveLocally = async () => serve({ local: await makeFolder(), actors: [ACTORS] })

/** Starts a site that never answers. */
async function startDeafSite() {
  const site = createServer()
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  onTestFinished(() => {
    site.closeAllConnections()
    site.close()
  })
  const address = site.address()
  if (address === null || typeof address === 'string') throw new Error('The site has no port.')
  return { site, url: `http://127.0.0.1:${address.port}/` }
}

const crawlOf = (url: string) => ({
  actorId: 'local/website-crawler',
  input: { startUrls: [{ url }], maxPages: 2 },
})

/** Returns the text of a result, as a model reads it. */
function textOf({ content: [first] }: Awaited<ReturnType<Server['callTool']>>): string {
  return first?.type === 'text' ? first.text : ''
}
type Server = Awaited<ReturnType<typeof createEmbeddedServer>>

describe('a server in process', () => {
  it('uses its own token, whatever the environment contains', async () => {
    vi.stubEnv('APIFY_TOKEN', 'apify_api_ofSomeoneElse')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const { fake, server } = await serveAccount()
    const { structuredContent } = await server.callTool('whoami')
    expect(structuredContent).toMatchObject({ mode: 'cloud', username: 'alice' })
    const sent = new Set(fake.requests.map(({ headers }) => headers.authorization))
    expect([...sent]).toEqual([`Bearer ${fake.token}`])
    const local = await (await serveLocally()).callTool('whoami')
    expect(local.structuredContent).toMatchObject({ mode: 'local' })
  })

  it('offers tools and applies limits as its options say', async () => {
    const options = { tools: ['runs'], maxRunCostUsd: 0.5, structured: false }
    const { fake, server } = await serveAccount(options)
    const runs = tools.filter(({ toolset }) => toolset === 'runs').map(({ name }) => name)
    expect(server.tools.map(({ name }) => name)).toEqual(runs)
    expect(server.tools.some((tool) => 'outputSchema' in tool)).toBe(false)
    const result = await server.callTool('run_actor', {
      actorId: 'alice/crawler',
      maxTotalChargeUsd: 0.6,
    })
    expect(result).toMatchObject({ isError: true })
    expect(textOf(result)).toContain('no run was started')
    expect(textOf(await server.callTool('put_record', {}))).toContain('There is no tool')
    expect(fake.requests).toEqual([])
  })

  it('asks through the program before a call that may cost money', async () => {
    const fake = await seed()
    countStarts(fake, RUN)
    const options = { token: fake.token, baseUrl: fake.url, maxRunCostUsd: 0.5 }
    const server = await serve({ ...options, confirm: ['paid'] })
    const asked: string[] = []
    const run = (consents?: boolean) =>
      server.callTool(
        'run_actor',
        { actorId: 'alice/crawler', input: {} },
        consents === undefined
          ? {}
          : {
              onQuestion: async (question) => {
                asked.push(question)
                return consents
              },
            },
      )
    expect(textOf(await run())).toContain('needs a person to confirm it')
    expect(textOf(await run(false))).toContain('The person declined; nothing was started.')
    expect(fake.requests).toEqual([])
    expect(asked).toEqual([expect.stringMatching(/alice\/crawler.*0\.5 USD/)])
    expect(await run(true)).not.toHaveProperty('isError')
    const starts = fake.requests.filter(({ method }) => method === 'POST')
    expect(starts).toHaveLength(1)
  })

  it('reports the progress of a run', async () => {
    const server = await serveLocally()
    const site = await startDemoSite()
    onTestFinished(() => site.close())
    const messages: string[] = []
    const result = await server.callTool('run_actor_sync', crawlOf(site.url), {
      onProgress: (message) => messages.push(message),
    })
    expect(result.structuredContent).toMatchObject({ run: { status: 'SUCCEEDED' } })
    expect(messages.length).toBeGreaterThan(0)
  })

  it('aborts a call by its signal, and the run when it closes', async () => {
    const server = await serveLocally()
    const { site, url } = await startDeafSite()
    const cancel = new AbortController()
    const call = server.callTool('run_actor_sync', crawlOf(url), { signal: cancel.signal })
    const [request] = await once(site, 'request')
    cancel.abort()
    expect((await call).structuredContent).toMatchObject({
      run: { runId: expect.any(String) },
      note: expect.stringContaining('The run continues: follow it'),
    })
    const left = once(request.socket, 'close')
    await server.close()
    await left
  })

  it('ends open calls when it closes, and then accepts none', async () => {
    const server = await serveLocally()
    const { site, url } = await startDeafSite()
    const call = server.callTool('run_actor_sync', crawlOf(url))
    await once(site, 'request')
    await server.close()
    expect(textOf(await call)).toContain('runId')
    await expect(server.callTool('whoami')).rejects.toThrow('closed')
    await expect(server.connect(InMemoryTransport.createLinkedPair()[0])).rejects.toThrow('closed')
  })
})

describe('MCP clients in process', () => {
  it('are served at the same time, each in its version', async () => {
    const { server } = await serveAccount()
    const [ours, theirs] = InMemoryTransport.createLinkedPair()
    const [newOurs, newTheirs] = NewPair.createLinkedPair()
    await Promise.all([server.connect(ours), server.connect(newOurs)])
    const client = new Client({ name: 'test', version: '1.0.0' })
    const newClient = new NewClient(
      { name: 'test', version: '1.0.0' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    )
    await Promise.all([client.connect(theirs), newClient.connect(newTheirs)])
    const me = { structuredContent: { username: 'alice' } }
    expect(await client.callTool({ name: 'whoami' })).toMatchObject(me)
    expect(await newClient.callTool({ name: 'whoami' })).toMatchObject(me)
    expect(newClient.getNegotiatedProtocolVersion()).toBe('2026-07-28')
    const names = server.tools.map(({ name }) => name)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(names)
    await client.close()
    expect(await newClient.callTool({ name: 'whoami' })).toMatchObject(me)
  })

  it('are notified when the server closes', async () => {
    const { server } = await serveAccount()
    const [ours, theirs] = InMemoryTransport.createLinkedPair()
    await server.connect(ours)
    const client = new Client({ name: 'test', version: '1.0.0' })
    await client.connect(theirs)
    const gone = new Promise<void>((resolve) => {
      client.onclose = resolve
    })
    await server.close()
    await gone
  })
})
