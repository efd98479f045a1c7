import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher, Pool } from 'undici'
import type { ChooseProxy } from '../../shared/http-proxy.ts'
import { tunnelThrough } from './proxy-tunnel.ts'
import { parseHttpLightly } from './v8-memory.ts'

/** A connection that was not opened, since its address is not allowed. Nothing was sent. */
export class RefusedAddressError extends Error {
  override name = 'RefusedAddressError'

  constructor() {
    super('The address is not allowed.')
  }
}

/** Finds all addresses of a name. */
export type FindAddresses = (name: string) => Promise<{ address: string; family: number }[]>

export interface GuardedPoolOptions {
  /** Tells whether no socket may connect to an IP address. */
  isRefused: (address: string) => boolean
  /** Default: no proxy. A proxy finds the address of a host itself, so that it decides which ones are allowed. */
  proxyFor?: ChooseProxy | undefined
  /** Sockets to one host. */
  connections: number
  /** How long a connection may take to open, in milliseconds. */
  timeoutMs: number
  /** Default: as the system does. */
  findAddresses?: FindAddresses | undefined
}

/**
 * Opens a pool to any host whose addresses are allowed. They are checked where a socket connects, not before, so that
 * a name cannot change its addresses in between.
 */
export function openGuardedPool(options: GuardedPoolOptions): Dispatcher {
  parseHttpLightly()
  const { connections, proxyFor } = options
  const direct = guardedConnector(options)
  return new Agent({
    connections,
    pipelining: 1,
    factory: (origin, settings) => {
      const proxy = proxyFor?.(new URL(origin))
      return new Pool(origin, { ...settings, connect: proxy ? tunnelThrough(proxy) : direct })
    },
  })
}

function guardedConnector({
  isRefused,
  timeoutMs,
  findAddresses = (name) => lookup(name, { all: true }),
}: GuardedPoolOptions): buildConnector.connector {
  const connect = buildConnector({
    timeout: timeoutMs,
    lookup: guardedLookup(isRefused, findAddresses),
  })
  return (target, callback) => {
    // Addresses are not looked up.
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && isRefused(host)) return callback(new RefusedAddressError(), null)
    connect(target, (error, socket) => {
      if (!socket) return callback(error ?? new Error('There is no socket.'), null)
      if (!isRefused(socket.remoteAddress ?? '')) return callback(null, socket)
      socket.destroy()
      callback(new RefusedAddressError(), null)
    })
  }
}

/** A name that has even one address that is not allowed gets none: a socket may take any of them. */
function guardedLookup(
  isRefused: (address: string) => boolean,
  findAddresses: FindAddresses,
): LookupFunction {
  const allowed = async (name: string) => {
    const addresses = await findAddresses(name)
    const [first] = addresses
    if (first && !addresses.some(({ address }) => isRefused(address))) return { first, addresses }
    throw new RefusedAddressError()
  }
  return (name, options, callback) => {
    allowed(name).then(
      ({ first, addresses }) =>
        options.all ? callback(null, addresses) : callback(null, first.address, first.family),
      (error) => callback(error, []),
    )
  }
}
