import dns from 'node:dns'
import tls from 'node:tls'
import { CERTIFICATE } from './certificate.ts'

/** How a name fails, and how many more times. */
interface NameFailure {
  fault: 'DNS failure' | 'connection refused'
  times: number
}

/** A loopback address where nothing listens. */
const CLOSED_ADDRESS = '127.0.0.2'

/**
 * Resolves names under `.test` to loopback in this process, and trusts the certificate of the tests.
 * @returns `failName`, which makes lookups or connections of a name fail, `restoreName`, which makes
 *   them work again, and `restore`, which undoes everything
 */
export function overrideTestNames() {
  const failures = new Map<string, NameFailure>()
  const { lookup } = dns
  const { connect } = tls
  const answer = (name: string, options: unknown, callback: (...args: unknown[]) => void) => {
    const failure = failures.get(name)
    const failing = failure !== undefined && failure.times-- > 0
    if (failing && failure.fault === 'DNS failure') {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
      return setImmediate(callback, error)
    }
    const address = failing ? CLOSED_ADDRESS : '127.0.0.1'
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
    failName: (name: string, failure: NameFailure) => failures.set(name, failure),
    restoreName: (name: string) => failures.delete(name),
    restore: () => {
      Object.assign(dns, { lookup })
      Object.assign(tls, { connect })
    },
  }
}
