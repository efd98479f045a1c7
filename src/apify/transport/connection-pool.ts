import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'
import { parseHttpLightly } from './v8-memory.ts'

/** Sockets kept open to the API at most, unless more is asked for. */
const CONNECTIONS = 50

/** One keep-alive pool to the API, through the proxy that the environment names. */
export function openPool(connections = CONNECTIONS): Dispatcher {
  parseHttpLightly()
  const pool = { connections, pipelining: 1 }
  const proxied = /^https?_proxy$/i
  const hasProxy = Object.keys(process.env).some((name) => proxied.test(name) && process.env[name])
  return hasProxy ? new EnvHttpProxyAgent(pool) : new Agent(pool)
}
