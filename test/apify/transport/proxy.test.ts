import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CERTIFICATE } from '../../support/fake-apify/certificate.ts'
import { startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { makeFolder } from '../../support/folder.ts'
import { startServer } from '../../support/mcp-client.ts'
import { startBrokenProxy, startProxy } from '../../support/recording-proxy.ts'
import { seed } from '../../support/seeded-server.ts'

/**
 * Starts the built server with an API that only the proxy finds, or that is at another host.
 * @param options.secure over TLS
 */
async function serve(
  env: Record<string, string>,
  { secure = false, host = 'api.faults.test' } = {},
) {
  const fake = await seed()
  const api = await startFaultyProxy({ upstream: fake.url, secure })
  onTestFinished(() => api.close())
  const dir = await makeFolder()
  await writeFile(join(dir, 'ca.pem'), CERTIFICATE)
  const url = `${secure ? 'https' : 'http'}://${host}:${api.port}`
  const server = await startServer({
    fake: { url, token: fake.token },
    env: { NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem'), ...env },
  })
  return { ...server, fake, target: `CONNECT ${host}:${api.port}`, port: api.port }
}

describe('a proxy', () => {
  it.each([
    ['HTTPS_PROXY', true],
    ['https_proxy', true],
    ['HTTP_PROXY', false],
    ['http_proxy', false],
    ['HTTP_PROXY', true],
  ])('in %s carries every request through a tunnel (TLS: %s)', async (name, secure) => {
    const { asked, at } = await startProxy()
    const { call, fake, target } = await serve({ [name]: at() }, { secure })
    expect((await call('whoami')).structured.username).toBe('alice')
    const run = await call('run_actor_sync', { actorId: 'alice/crawler', waitSecs: 5 })
    expect(run.structured).toMatchObject({ run: { status: 'SUCCEEDED' }, total: 3 })
    expect(fake.requests.length).toBeGreaterThan(3)
    expect(new Set(asked)).toEqual(new Set([target]))
  })

  it('may itself use TLS', async () => {
    const { asked, at } = await startProxy({ secure: true })
    const { call, target, stderr } = await serve({ HTTPS_PROXY: at() }, { secure: true })
    expect((await call('whoami')).structured.username).toBe('alice')
    expect(new Set(asked)).toEqual(new Set([target]))
    expect(stderr()).toBe('')
  })

  it('needs no scheme', async () => {
    const { asked, at } = await startProxy()
    const { call, target } = await serve({ HTTP_PROXY: at().replace('http://', '') })
    expect((await call('whoami')).structured.username).toBe('alice')
    expect(new Set(asked)).toEqual(new Set([target]))
  })
})

describe('an API that needs no proxy', () => {
  it.each([
    ['http', 'localhost', {}],
    ['http', '127.0.0.1', { NO_PROXY: 'other.test' }],
    ['https', 'localhost', { no_proxy: '' }],
    ['http', '127.0.0.1.nip.invalid', { NO_PROXY: '.invalid' }],
  ])('at %s://%s is called directly with %j', async (scheme, host, env) => {
    const { asked, at } = await startProxy()
    const proxies = { HTTP_PROXY: at(), HTTPS_PROXY: at(), ...env }
    const { call } = await serve(proxies, { secure: scheme === 'https', host })
    const { text, structured } = await call('whoami')
    // A name that does not exist shows that the server itself looked it up.
    if (host.endsWith('.invalid')) expect(text).toContain(`cannot be reached at http://${host}`)
    else expect(structured.username).toBe('alice')
    expect(asked).toEqual([])
  })

  it('is called with a wrong proxy too, and one line says so', async () => {
    const env = { HTTP_PROXY: 'socks5://user:secret@127.0.0.1:9' }
    const { call, stderr } = await serve(env, { host: '127.0.0.1' })
    expect((await call('whoami')).structured.username).toBe('alice')
    expect(stderr()).toMatch(/^[^\n]*HTTP_PROXY[^\n]*ignores it[^\n]*\n$/)
    expect(stderr()).not.toContain('secret')
  })
})

describe('the error of a proxy', () => {
  it('that refuses names it, without the password', async () => {
    const { at, host } = await startProxy()
    const { call, fake, stderr } = await serve({ HTTPS_PROXY: at('wrong') }, { secure: true })
    const { isError, text } = await call('push_dataset_items', { datasetId: 'data1', items: [{}] })
    expect(isError).toBe(true)
    for (const part of ['HTTPS_PROXY', host, '407']) expect(text).toContain(part)
    expect(text + stderr()).not.toMatch(/wrong|user:/)
    expect(fake.requests).toEqual([])
  })

  it.each<[what: string, start: () => Promise<string>]>([
    ['cannot be reached', async () => '127.0.0.1:9'],
    ['gave no answer', () => startBrokenProxy((socket) => socket.destroy())],
  ])('that %s names it, without the password', async (what, start) => {
    const host = await start()
    const { call } = await serve({ http_proxy: `http://user:secret@${host}` })
    const args = { storeId: 'store1', recordKey: 'a', text: 'b' }
    const { isError, text } = await call('put_record', args)
    expect(isError).toBe(true)
    expect(text).toContain(`The proxy in http_proxy ${what} (${host}, `)
    expect(text).not.toMatch(/Apify|secret|user:/)
  })
})
