import { describe, expect, it } from 'vitest'
import { type BackendTarget, cloudTarget, localTarget } from '../../src/config/backend-target.ts'
import { proxyFor, readProxies } from '../../src/config/proxies.ts'
import { UsageError } from '../../src/config/usage-error.ts'

const CLOUD = cloudTarget(undefined, 'a')
const LOCAL = localTarget(undefined, undefined, {})
const at = (url: string) => cloudTarget(url, 'a')

/** Returns the proxy that a server in the cloud uses for a URL, as `VARIABLE url`. */
function chosen(env: Record<string, string>, url = 'https://api.apify.com'): string | undefined {
  const proxy = proxyFor(new URL(url), readProxies(env, CLOUD).proxies)
  return proxy && `${proxy.variable} ${proxy.url}`
}

describe('the value of a proxy', () => {
  it.each([
    ['http://proxy:8080', 'http://proxy:8080/'],
    ['http://proxy:8080/', 'http://proxy:8080/'],
    ['HTTPS://Proxy.corp', 'https://proxy.corp/'],
    ['proxy.corp:8080', 'http://proxy.corp:8080/'],
    ['//proxy.corp:8080', 'http://proxy.corp:8080/'],
    ['proxy', 'http://proxy/'],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128/'],
    ['[fd00::1]:3128', 'http://[fd00::1]:3128/'],
    ['user:password@proxy.corp:8080', 'http://user:password@proxy.corp:8080/'],
    ['http://user:p%40ss@proxy:8080', 'http://user:p%40ss@proxy:8080/'],
    [' http://proxy:8080\n', 'http://proxy:8080/'],
  ])('%j means %s', (value, url) => {
    expect(chosen({ HTTPS_PROXY: value })).toBe(`HTTPS_PROXY ${url}`)
  })

  it.each(['', ' ', `\${HTTPS_PROXY}`])('%j means no proxy', (value) => {
    expect(chosen({ HTTPS_PROXY: value })).toBeUndefined()
  })

  it.each([
    'socks5://user:secret@proxy:1080',
    'socks://proxy:1080',
    'ftp://proxy',
    'file:///etc/secret',
    'http://',
    'http:proxy:8080',
    'proxy:port',
    'proxy:99999',
    '8080',
    'http://8080',
    'two words',
    'http://user:se/cret@proxy:8080',
    'http://user:se#cret@proxy:8080',
    'http://proxy/secret.pac',
    'http://proxy?secret',
  ])('%j ends the start, and is not shown', (value) => {
    for (const name of ['HTTP_PROXY', 'https_proxy']) {
      expect(() => readProxies({ [name]: value }, CLOUD)).toThrow(UsageError)
      expect(() => readProxies({ [name]: value }, CLOUD)).toThrow(
        new RegExp(`^${name} is not the URL of an HTTP proxy\\.(?!.*(?:secret|words|99999))`),
      )
    }
  })
})

describe('the choice of a proxy', () => {
  const BOTH = { HTTP_PROXY: 'plain', HTTPS_PROXY: 'secure' }

  it.each<[env: Record<string, string>, url: string, proxy: string | undefined]>([
    [{}, 'https://api.apify.com', undefined],
    [BOTH, 'https://api.apify.com', 'HTTPS_PROXY http://secure/'],
    [BOTH, 'http://api.test', 'HTTP_PROXY http://plain/'],
    [{ HTTPS_PROXY: 'secure' }, 'http://api.test', undefined],
    [{ HTTP_PROXY: 'plain' }, 'https://api.apify.com', 'HTTP_PROXY http://plain/'],
    [{ ...BOTH, https_proxy: 'lower' }, 'https://api.apify.com', 'https_proxy http://lower/'],
    [{ ...BOTH, https_proxy: '' }, 'https://api.apify.com', 'HTTPS_PROXY http://secure/'],
    [{ ALL_PROXY: 'socks5://all', all_proxy: 'all' }, 'https://api.apify.com', undefined],
    [{ ...BOTH, NO_PROXY: 'apify.com' }, 'https://api.apify.com', undefined],
    [{ ...BOTH, no_proxy: 'apify.com', NO_PROXY: 'b' }, 'https://api.apify.com', undefined],
    [
      { ...BOTH, no_proxy: 'b', NO_PROXY: 'apify.com' },
      'http://b.test',
      'HTTP_PROXY http://plain/',
    ],
    [{ ...BOTH, NO_PROXY: 'other.test' }, 'http://localhost:8080', undefined],
    [BOTH, 'https://[::1]', undefined],
  ])('with %j, for %s, is %s', (env, url, proxy) => {
    expect(chosen(env, url)).toBe(proxy)
  })
})

describe('a wrong value', () => {
  const WRONG = { HTTPS_PROXY: 'socks5://user:secret@proxy' }

  it.each<[where: string, target: BackendTarget, env: Record<string, string>]>([
    ['the local platform', LOCAL, {}],
    ['an API on this machine', at('http://127.0.0.1:8080'), {}],
    ['an API below localhost', at('https://api.localhost'), {}],
    ['an API in NO_PROXY', at('https://api.corp'), { NO_PROXY: '.corp' }],
    ['everything in NO_PROXY', CLOUD, { no_proxy: '*' }],
  ])('is one line with %s, and no proxy is used', (_, target, env) => {
    const { proxies, proxyWarning } = readProxies({ ...WRONG, ...env }, target)
    expect(proxyWarning).toMatch(/^HTTPS_PROXY is not the URL of an HTTP proxy\. .*ignores it.*\.$/)
    expect(proxyWarning).not.toContain('secret')
    expect(proxies).not.toHaveProperty('https')
  })

  it('of two variables is one line too', () => {
    const env = { ...WRONG, http_proxy: 'ftp://a' }
    const both = 'http_proxy and HTTPS_PROXY are not URLs of HTTP proxies.'
    expect(readProxies(env, LOCAL).proxyWarning).toContain(`${both} This server ignores them,`)
    expect(() => readProxies(env, CLOUD)).toThrow(both)
  })

  it('that is not used does not matter', () => {
    const { proxyWarning } = readProxies({ ...WRONG, https_proxy: 'http://proxy:8080' }, CLOUD)
    expect(proxyWarning).toBeUndefined()
    expect(readProxies({ HTTPS_PROXY: 'proxy:1' }, LOCAL).proxyWarning).toBeUndefined()
  })
})
