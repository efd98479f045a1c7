import { describe, expect, test, vi } from 'vitest'
import { parseInput } from '../../../actors/website-crawler/input.ts'
import { chooseProxies, parseProxy } from '../../../actors/website-crawler/proxy.ts'

vi.spyOn(console, 'log').mockImplementation(() => {})

const START = { startUrls: ['http://a.example'] }
const PLATFORM = { hostname: 'proxy.test', port: '8000', password: 'pass word' }

/** Returns the proxies of the first three requests. */
function proxiesFor(value: unknown, platform = PLATFORM): string[] | undefined {
  const next = chooseProxies(parseProxy(value), platform)
  return next && [next().href, next().href, next().href]
}

describe('a proxy configuration', () => {
  test.each([
    undefined,
    null,
    {},
    { useApifyProxy: false },
    { useApifyProxy: false, proxyUrls: [] },
    { proxyUrls: null, apifyProxyGroups: ['A'] },
  ])('%j asks for no proxy', (value) => {
    expect(proxiesFor(value)).toBeUndefined()
  })

  test('takes turns with its own proxies', () => {
    const proxyUrls = ['http://user:p%40ss@a.test:8000', ' b.test:3128 ']
    const [a, b] = ['http://user:p%40ss@a.test:8000/', 'http://b.test:3128/']
    expect(proxiesFor({ proxyUrls })).toEqual([a, b, a])
    expect(proxiesFor({ useApifyProxy: false, proxyUrls })).toEqual([a, b, a])
  })

  test.each<[value: object, user: string]>([
    [{}, 'auto'],
    [{ apifyProxyGroups: [] }, 'auto'],
    [{ apifyProxyGroups: ['RESIDENTIAL'] }, 'groups-RESIDENTIAL'],
    [{ apifyProxyGroups: ['A', 'B_2'], apifyProxyCountry: 'de' }, 'groups-A+B_2,country-DE'],
    [{ apifyProxyCountry: 'US' }, 'country-US'],
  ])('for Apify Proxy with %j has the user %s', (value, user) => {
    const url = new URL(proxiesFor({ useApifyProxy: true, ...value })?.[0] ?? '')
    expect(decodeURIComponent(url.username)).toBe(user)
    expect(url.href).toMatch(/:pass%20word@proxy\.test:8000\/$/)
  })

  test('for Apify Proxy fails where there is none', () => {
    expect(() =>
      chooseProxies({ kind: 'apify', groups: [], country: undefined }, undefined),
    ).toThrow(/^The input asks for Apify Proxy, but this platform has none.*"proxyUrls"/)
  })

  test.each<[value: unknown, problem: string]>([
    ['http://proxy', 'must be an object'],
    [{ proxyUrls: 'http://a' }, 'has "proxyUrls" that is not a list of strings'],
    [{ proxyUrls: [1] }, 'has "proxyUrls" that is not a list of strings'],
    [{ proxyUrls: ['http://a', 'socks5://secret'] }, 'an item that is not an http(s) URL, at 1'],
    [{ proxyUrls: ['secret:port'] }, 'an item that is not an http(s) URL, at 0'],
    [{ useApifyProxy: true, proxyUrls: ['a'] }, 'has both "useApifyProxy" and "proxyUrls"'],
    [{ useApifyProxy: true, apifyProxyGroups: ['a b'] }, 'invalid name in "apifyProxyGroups"'],
    [{ useApifyProxy: true, apifyProxyCountry: 'USA' }, 'not a code of two letters'],
  ])('%j is refused', (proxyConfiguration, problem) => {
    const parse = () => parseInput({ ...START, proxyConfiguration })
    expect(parse).toThrow(/^The input is not valid: "proxyConfiguration" (?!.*secret)/)
    expect(parse).toThrow(problem)
  })

  test('may be called proxy', () => {
    const { proxy } = parseInput({ ...START, proxy: { proxyUrls: ['http://a'] } })
    expect(proxy).toMatchObject({ kind: 'custom' })
    expect(() => parseInput({ ...START, proxy: 1 })).toThrow('"proxy" must be an object')
  })
})
