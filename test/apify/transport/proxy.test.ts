import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Server } from 'proxy-chain'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CERTIFICATE } from '../../support/fake-apify/certificate.ts'
import { startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { makeFolder } from '../../support/folder.ts'
import { startServer } from '../../support/mcp-client.ts'
import { seed } from '../../support/seeded-server.ts'

const PASSWORD = 'proxy-password'

/** Starts a CONNECT proxy on loopback that requires a password and records its requests. */
async function startProxy() {
  const asked: string[] = []
  const proxy = new Server({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction: ({ hostname, port, isHttp, password, request }) => {
      asked.push(`${isHttp ? 'plain' : 'CONNECT'} ${hostname}:${port}`)
      const requestAuthentication = password !== PASSWORD
      return { requestAuthentication, failMsg: JSON.stringify(request.headers).slice(0, 10) }
    },
  })
  await proxy.listen()
  onTestFinished(() => proxy.close(true))
  return { asked, at: (password: string) => `http://user:${password}@127.0.0.1:${proxy.port}` }
}

/** Starts the built server with an API that is only available over TLS, at `localhost`. */
async function serve(env: Record<string, string>) {
  const fake = await seed()
  const secureApi = await startFaultyProxy({ upstream: fake.url, secure: true })
  const dir = await makeFolder()
  onTestFinished(() => secureApi.close())
  await writeFile(join(dir, 'ca.pem'), CERTIFICATE)
  const url = `https://localhost:${secureApi.port}`
  const server = await startServer({
    fake: { url, token: fake.token },
    env: { NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem'), ...env },
  })
  return { ...server, fake, target: `CONNECT localhost:${secureApi.port}` }
}

describe('HTTPS_PROXY', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])(
    '%s carries every request through a tunnel',
    async (name) => {
      const { asked, at } = await startProxy()
      const { call, fake, target } = await serve({ [name]: at(PASSWORD) })
      expect((await call('whoami')).structured.username).toBe('alice')
      const run = await call('run_actor_sync', { actorId: 'alice/crawler', waitSecs: 5 })
      expect(run.structured).toMatchObject({ run: { status: 'SUCCEEDED' }, total: 3 })
      expect(fake.requests.length).toBeGreaterThan(3)
      expect(new Set(asked)).toEqual(new Set([target]))
    },
  )

  it('is bypassed for the hosts of NO_PROXY', async () => {
    const { asked, at } = await startProxy()
    const { call } = await serve({ HTTPS_PROXY: at(PASSWORD), NO_PROXY: 'other.test,localhost' })
    expect((await call('whoami')).structured.username).toBe('alice')
    expect(asked).toEqual([])
  })

  it('is named without its password in the error when it refuses', async () => {
    const { at } = await startProxy()
    const { call, fake, stderr } = await serve({ HTTPS_PROXY: at('wrong-password') })
    const { isError, text } = await call('push_dataset_items', { datasetId: 'data1', items: [{}] })
    expect(isError).toBe(true)
    expect(text).toContain('HTTPS_PROXY')
    expect(text + stderr()).not.toMatch(/wrong-password|user:/)
    expect(fake.requests).toEqual([])
  })

  it('is named in the error when it is unreachable', async () => {
    const { call } = await serve({ HTTPS_PROXY: 'http://127.0.0.1:9' })
    const { isError, text } = await call('put_record', {
      storeId: 'store1',
      recordKey: 'a',
      text: 'b',
    })
    expect(isError).toBe(true)
    expect(text).toContain('HTTPS_PROXY')
  })
})
