import type dns from 'node:dns'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Server } from 'proxy-chain'
import { onTestFinished } from 'vitest'
import { CERTIFICATE, KEY } from './fake-apify/certificate.ts'

const PASSWORD = 'proxy-password'

/** For the proxy, every name leads to this machine. */
const lookup = ((_name: string, options: { all?: boolean }, done: (...args: unknown[]) => void) =>
  options.all
    ? done(null, [{ address: '127.0.0.1', family: 4 }])
    : done(null, '127.0.0.1', 4)) as typeof dns.lookup

/**
 * Starts a proxy on loopback that requires `user` with a password and records what it is asked for.
 * It stops after the test.
 */
export async function startProxy({ secure = false, password = PASSWORD } = {}) {
  const asked: string[] = []
  const proxy = new Server({
    host: '127.0.0.1',
    port: 0,
    ...(secure
      ? { serverType: 'https', httpsOptions: { cert: CERTIFICATE, key: KEY } }
      : { serverType: 'http' }),
    prepareRequestFunction: (request) => {
      const { hostname, port, isHttp } = request
      asked.push(`${isHttp ? 'plain' : 'CONNECT'} ${hostname}:${port}`)
      const allowed = request.username === 'user' && request.password === password
      return { requestAuthentication: !allowed, dnsLookup: lookup }
    },
  })
  await proxy.listen()
  onTestFinished(() => proxy.close(true))
  const host = `${secure ? 'localhost' : '127.0.0.1'}:${proxy.port}`
  const scheme = secure ? 'https' : 'http'
  return {
    asked,
    host,
    /** Its URL with a password, which may be wrong. */
    at: (given = password) => `${scheme}://user:${encodeURIComponent(given)}@${host}`,
  }
}

/** Starts a server that treats each connection in its own way, in place of a proxy. */
export async function startBrokenProxy(onConnection: (socket: Socket) => unknown): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
