import { Agent, type Dispatcher, Pool } from 'undici'
import type { ChooseProxy } from '../../shared/http-proxy.ts'
import { tunnelThrough } from './proxy-tunnel.ts'
import { parseHttpLightly } from './v8-memory.ts'

/** The maximum number of sockets to the API. Over HTTP, it depends on --max-concurrency. */
const CONNECTIONS = 50

/** Opens a keep-alive pool to the API, and to where it redirects to, through the proxy for each. */
export function openPool(connections = CONNECTIONS, proxyFor?: ChooseProxy): Dispatcher {
  parseHttpLightly()
  const pool = { connections, pipelining: 1 }
  if (!proxyFor) return new Agent(pool)
  return new Agent({
    ...pool,
    factory: (origin, options) => {
      const proxy = proxyFor(new URL(origin))
      return new Pool(origin, proxy ? { ...options, connect: tunnelThrough(proxy) } : options)
    },
  })
}
