import dns from 'node:dns'
import tls from 'node:tls'
import { CERTIFICATE } from './certificate.ts'

/** How often a name is still to fail, and how. */
interface Trouble {
  fault: 'DNS failure' | 'connection refused'
  times: number
}

/** Nothing listens at this address of the loopback network. */
const NOBODY = '127.0.0.2'

/**
 * Gives this process names under `.test` that lead to loopback, and trust in the tests' certificate.
 * @returns `trouble`, which makes look-ups or connections of a name fail, and `restore`
 */
export function ownNames() {
  const troubles = new Map<string, Trouble>()
  const { lookup } = dns
  const { connect } = tls
  const answer = (name: string, options: unknown, callback: (...args: unknown[]) => void) => {
    const trouble = troubles.get(name)
    const failing = trouble !== undefined && trouble.times-- > 0
    if (failing && trouble.fault === 'DNS failure') {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
      return setImmediate(callback, error)
    }
    const address = failing ? NOBODY : '127.0.0.1'
    const wantsAll = typeof options === 'object' && options !== null && 'all' in options
    const all = wantsAll && options.all === true
    return all
      ? setImmediate(callback, null, [{ address, family: 4 }])
      : setImmediate(callback, null, address, 4)
  }
  Object.assign(dns, {
    lookup: (name: string, ...rest: [unknown, (...args: unknown[]) => void]) =>
      name.endsWith('.test') ? answer(name, ...rest) : Reflect.apply(lookup, dns, [name, ...rest]),
  })
  Object.assign(tls, {
    connect: (options: object, ...rest: unknown[]) =>
      Reflect.apply(connect, tls, [{ ...options, ca: CERTIFICATE }, ...rest]),
  })
  return {
    trouble: (name: string, trouble: Trouble) => troubles.set(name, trouble),
    heal: (name: string) => troubles.delete(name),
    restore: () => {
      Object.assign(dns, { lookup })
      Object.assign(tls, { connect })
    },
  }
}
