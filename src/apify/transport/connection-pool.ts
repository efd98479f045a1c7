import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'
import { parseHttpLightly } from './v8-memory.ts'

/** The maximum number of sockets to the API. Over HTTP, --max-concurrency replaces it. */
const CONNECTIONS = 50

/** Opens a keep-alive pool to the API, through the proxy in the environment if there is one. */
export function openPool(connections = CONNECTIONS): Dispatcher {
  parseHttpLightly()
  const pool = { connections, pipelining: 1 }
  const proxied = /^https?_proxy$/i
  const hasProxy = Object.keys(process.env).some((name) => proxied.test(name) && process.env[name])
  return hasProxy ? new EnvHttpProxyAgent(pool) : new Agent(pool)
}
