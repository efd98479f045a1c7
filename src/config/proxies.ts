import type { HttpProxy } from '../shared/http-proxy.ts'
import type { BackendTarget } from './backend-target.ts'
import { isBypassed, isLoopback } from './no-proxy.ts'
import { UsageError } from './usage-error.ts'

type Environment = Record<string, string | undefined>

/** The proxies in the environment. */
export interface Proxies {
  /** For http URLs, and for https URLs if there is no other. */
  http?: HttpProxy
  https?: HttpProxy
  /** The value of `NO_PROXY`. */
  noProxy: string
}

/** Returns the proxy for a URL; undefined if it is reached without one, as this machine always is. */
export function proxyFor(url: URL, { http, https, noProxy }: Proxies): HttpProxy | undefined {
  const proxy = url.protocol === 'https:' ? (https ?? http) : http
  return proxy && !isDirect(url, noProxy) ? proxy : undefined
}

function isDirect(url: URL, noProxy: string): boolean {
  return isLoopback(url) || isBypassed(url, noProxy)
}

/** The proxies, with a line for the operator if a value is wrong but not needed. */
export interface ProxyConfig {
  proxies: Proxies
  proxyWarning: string | undefined
}

/**
 * Reads the variables that name proxies. A wrong value matters only if the API may be called through
 * a proxy: the local platform and APIs on this machine or in `NO_PROXY` never are.
 * @throws {UsageError} that names the wrong variables, without their values, which may hold passwords
 */
export function readProxies(env: Environment, target: BackendTarget): ProxyConfig {
  const noProxy = readVariable(env, 'NO_PROXY')?.value ?? ''
  const http = readVariable(env, 'HTTP_PROXY')
  const https = readVariable(env, 'HTTPS_PROXY')
  const wrong = [http, https].flatMap((one) => (one && !parseProxy(one) ? [one.variable] : []))
  if (wrong.length > 0 && target.mode === 'cloud' && !isDirect(new URL(target.baseUrl), noProxy)) {
    throw new UsageError(
      `${describe(wrong)}.`,
      'Set it to one such as http://proxy.example.com:8080, or unset it. SOCKS is not supported.',
    )
  }
  const [httpProxy, httpsProxy] = [http && parseProxy(http), https && parseProxy(https)]
  const ignored = wrong.length > 1 ? 'them' : 'it'
  return {
    proxies: {
      noProxy,
      ...(httpProxy && { http: httpProxy }),
      ...(httpsProxy && { https: httpsProxy }),
    },
    proxyWarning:
      wrong.length > 0
        ? `${describe(wrong)}. This server ignores ${ignored}, since it needs no proxy.`
        : undefined,
  }
}

function describe(names: string[]): string {
  return names.length > 1
    ? `${names.join(' and ')} are not URLs of HTTP proxies`
    : `${names} is not the URL of an HTTP proxy`
}

interface Variable {
  variable: string
  value: string
}

/** Returns a variable by its lower-case or else its upper-case name; undefined if it is empty. */
function readVariable(env: Environment, name: string): Variable | undefined {
  for (const variable of [name.toLowerCase(), name]) {
    const value = filledIn(env[variable])
    if (value !== undefined) return { variable, value }
  }
  return undefined
}

/** Returns the value of a variable; undefined if it is empty or an unfilled placeholder of a client. */
export function filledIn(value: string | undefined): string | undefined {
  return value?.trim().replace(/^\$\{.*$/, '') || undefined
}

/** Returns the proxy that a value names; undefined if it is not a URL of an HTTP proxy. */
function parseProxy({ variable, value }: Variable): HttpProxy | undefined {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`
  if (!URL.canParse(address)) return undefined
  const { protocol, href, pathname, search, hash } = new URL(address)
  // `http://8080` would be the address 0.0.31.144, and a path comes from an unencoded password or a PAC file.
  const isHost = !/:\/\/\d+\/?$/.test(address) && `${pathname}${search}${hash}` === '/'
  return /^https?:$/.test(protocol) && isHost ? { variable, url: href } : undefined
}
