import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { TunnelError, tunnelThrough } from '../../../src/apify/transport/proxy-tunnel.ts'
import { startBrokenProxy, startProxy } from '../../support/recording-proxy.ts'
import { startWebServer } from '../../support/website-crawler/web-server.ts'

/** Opens a tunnel through a proxy to a port of this machine, under another name. */
function open(url: string, port = 9): Promise<Socket> {
  const target = { hostname: 'site.test', port: String(port), protocol: 'http:' }
  return new Promise((resolve, reject) => {
    const done: buildConnector.Callback = (...[error, socket]) =>
      error ? reject(error) : resolve(socket)
    tunnelThrough({ variable: 'HTTP_PROXY', url })(target as buildConnector.Options, done)
  })
}

/** Starts a site and returns its port. */
async function startSite(): Promise<number> {
  const site = await startWebServer((_, response) => response.end('hello'))
  onTestFinished(() => site.close())
  return Number(new URL(site.origin).port)
}

/** Sends a request through a tunnel and returns the body of the answer. */
async function ask(socket: Socket): Promise<string> {
  socket.write('GET / HTTP/1.0\r\n\r\n')
  let text = ''
  for await (const chunk of socket) text += chunk
  return text.split('\r\n\r\n')[1] ?? ''
}

describe('a tunnel', () => {
  it.each(['proxy-password', 'p@ss:w/ör%d', ''])(
    'is opened with the password %j',
    async (password) => {
      const { asked, at } = await startProxy({ password })
      const port = await startSite()
      expect(await ask(await open(at(), port))).toBe('hello')
      expect(asked).toEqual([`CONNECT site.test:${port}`])
    },
  )

  it('takes a password with an unencoded %', async () => {
    const { host } = await startProxy({ password: '50%' })
    expect(await ask(await open(`http://user:50%@${host}`, await startSite()))).toBe('hello')
  })

  it('passes on what the server sent at once', async () => {
    const host = await startBrokenProxy((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\nx\r\n\r\nearly')),
    )
    expect(await ask(await open(`http://${host}`))).toBe('early')
  })
})

describe('a tunnel that is not opened', () => {
  const error = (url: string) => open(url).catch((caught: unknown) => caught)
  const answering = (text: string) =>
    startBrokenProxy((socket) => socket.once('data', () => socket.end(text)))

  it.each([407, 403, 502, 404, 204])('names the proxy and its answer %i', async (status) => {
    const host = await answering(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
    const caught = await error(`http://user:secret@${host}`)
    expect(caught).toBeInstanceOf(TunnelError)
    expect(caught).toMatchObject({ status, host })
  })

  it.each<[what: string, start: () => Promise<string>, code: string]>([
    ['nobody listens', async () => '127.0.0.1:9', 'ECONNREFUSED'],
    ['it closes', () => startBrokenProxy((socket) => socket.destroy()), 'ECONNRESET'],
    ['it speaks no HTTP', () => answering('\u0005\u0000'), 'HPE_INVALID_CONSTANT'],
  ])('names the proxy if %s', async (_, start, code) => {
    const host = await start()
    const caught = await error(`http://user:secret@${host}`)
    expect(caught).toBeInstanceOf(TunnelError)
    expect(caught).toMatchObject({ status: undefined, host, cause: { code } })
  })
})
