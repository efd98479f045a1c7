import { timingSafeEqual } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Server } from 'proxy-chain'
import { randomId } from '../ids.ts'

/** Where a run finds the proxy. */
export interface ProxyAddress {
  hostname: string
  port: number
  password: string
}

const HOST = '127.0.0.1'

/** The host that the SDK asks through the proxy whether it may use the proxy. */
const STATUS_HOST = 'proxy.apify.com'

const CONNECTED = { connected: true, connectionError: null, isManInTheMiddle: false }

/** Returns the URL of the proxy that this machine itself needs for a URL; undefined for none. */
export type UpstreamProxy = (url: URL) => string | undefined

/**
 * Stands in for Apify Proxy, so that Actors that use it work. It passes requests on to their targets
 * as this machine itself reaches them, and ignores groups, countries and sessions. Starts with the
 * first run.
 */
export class PassThroughProxy {
  /** Set before the proxy starts, because the API shows it to the user. */
  readonly password = randomId()
  private starting: Promise<Server> | undefined

  constructor(private readonly upstream: UpstreamProxy = () => undefined) {}

  async address(): Promise<ProxyAddress> {
    this.starting ??= this.start()
    const { port } = await this.starting
    return { hostname: HOST, port, password: this.password }
  }

  async close(): Promise<void> {
    const server = await this.starting?.catch(() => undefined)
    await server?.close(true)
  }

  private async start(): Promise<Server> {
    // Loaded here, so that no start of the platform waits for it.
    const { Server } = await import('proxy-chain')
    const server = new Server({
      host: HOST,
      port: 0,
      prepareRequestFunction: ({ hostname, port, isHttp, password }) => {
        if (!this.isPassword(password)) return { requestAuthentication: true }
        if (isHttp && hostname === STATUS_HOST) return { customResponseFunction: sendStatus }
        return { upstreamProxyUrl: this.upstream(targetUrl(hostname, port, isHttp)) ?? null }
      },
    })
    await server.listen()
    return server
  }

  private isPassword(given: string): boolean {
    const [own, other] = [Buffer.from(this.password), Buffer.from(given)]
    return own.length === other.length && timingSafeEqual(own, other)
  }
}

/** Returns the URL of a target. A tunnel does not say its scheme. */
function targetUrl(hostname: string, port: number, isHttp: boolean): URL {
  const host = isIPv6(hostname) ? `[${hostname}]` : hostname
  return new URL(`${isHttp || port === 80 ? 'http' : 'https'}://${host}:${port}`)
}

function sendStatus() {
  const headers = { 'content-type': 'application/json' }
  return { statusCode: 200, headers, body: JSON.stringify(CONNECTED) }
}
