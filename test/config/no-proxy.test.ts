import { describe, expect, it } from 'vitest'
import { isBypassed, isLoopback } from '../../src/config/no-proxy.ts'

describe('this machine', () => {
  it.each([
    'http://localhost',
    'http://LOCALHOST:8080',
    'http://localhost.:8080',
    'https://api.localhost',
    'http://127.0.0.1:49152',
    'http://127.1.2.3',
    'http://127.1',
    'http://0x7f000001',
    'http://0.0.0.0:80',
    'http://[::1]:8080',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
  ])('is at %s', (url) => {
    expect(isLoopback(new URL(url))).toBe(true)
  })

  it.each([
    'http://localhost.corp',
    'http://notlocalhost',
    'http://128.0.0.1',
    'http://10.0.0.1',
    'http://0.0.0.1',
    'http://127.0.0.1.nip.io',
    'http://[::2]',
    'https://api.apify.com',
  ])('is not at %s', (url) => {
    expect(isLoopback(new URL(url))).toBe(false)
  })
})

describe('NO_PROXY', () => {
  it.each([
    // Names, with their subdomains.
    ['api.corp', 'http://api.corp'],
    ['corp', 'http://api.corp'],
    ['.corp', 'http://api.corp'],
    ['.corp', 'http://corp'],
    ['*.corp', 'http://api.corp'],
    ['*.corp', 'http://a.b.corp'],
    ['CORP', 'http://api.corp'],
    ['corp', 'http://API.CORP'],
    ['corp.', 'http://api.corp'],
    ['corp', 'http://api.corp.'],
    ['.corp.', 'http://api.corp.'],
    ['bücher.test', 'http://www.bücher.test'],
    ['xn--bcher-kva.test', 'http://www.bücher.test'],
    ['a_b.corp', 'http://a_b.corp'],
    // Wildcards.
    ['*', 'http://api.corp'],
    ['*', 'http://[fd00::1]'],
    ['a, *', 'http://10.0.0.1'],
    ['10.0.*', 'http://10.0.0.1'],
    ['api*.corp', 'http://api2.corp'],
    ['*corp', 'http://api.bigcorp'],
    // Addresses and ranges.
    ['10.0.0.1', 'http://10.0.0.1'],
    ['10.0.0.0/8', 'http://10.20.30.40'],
    ['10.20.30.40/8', 'http://10.0.0.1'],
    ['0.0.0.0/0', 'http://10.0.0.1'],
    ['10.0.0.1/32', 'http://10.0.0.1'],
    ['10.0.0.0/8', 'http://[::ffff:10.0.0.1]'],
    ['fd00::1', 'http://[fd00::1]'],
    ['[fd00::1]', 'http://[fd00::1]'],
    ['fd00:0:0::0001', 'http://[fd00::1]'],
    ['FD00::/8', 'http://[fdab::1]'],
    ['[fd00::]/8', 'http://[fdab::1]'],
    ['[fd00::/8]', 'http://[fdab::1]'],
    // Ports.
    ['api.corp:8080', 'http://api.corp:8080'],
    ['api.corp:80', 'http://api.corp'],
    ['api.corp:443', 'https://api.corp'],
    ['.corp:8080', 'http://api.corp:8080'],
    ['*:8080', 'http://api.corp:8080'],
    ['10.0.0.0/8:8080', 'http://10.1.1.1:8080'],
    ['[fd00::1]:8080', 'http://[fd00::1]:8080'],
    ['[fd00::]/8:8080', 'http://[fdab::1]:8080'],
    // URLs.
    ['https://api.corp', 'https://api.corp'],
    ['http://api.corp:8080/', 'http://api.corp:8080'],
    // Lists.
    ['a,api.corp,b', 'http://api.corp'],
    ['a api.corp\tb', 'http://api.corp'],
    [' a ,\n api.corp , ', 'http://api.corp'],
    [',,api.corp', 'http://api.corp'],
  ])('%j bypasses the proxy for %s', (noProxy, url) => {
    expect(isBypassed(new URL(url), noProxy)).toBe(true)
  })

  it.each([
    ['', 'http://api.corp'],
    [' , ', 'http://api.corp'],
    ['.', 'http://api.corp'],
    ['corp', 'http://bigcorp'],
    ['.corp', 'http://api.bigcorp'],
    ['*.corp', 'http://bigcorp'],
    ['api', 'http://api.corp'],
    ['api.corp', 'http://corp'],
    ['c.rp', 'http://corp'],
    ['api.corp:8080', 'http://api.corp'],
    ['api.corp:80', 'https://api.corp'],
    ['api.corp:abc', 'http://api.corp'],
    ['10.0.*', 'http://10.1.0.1'],
    ['api*.corp', 'http://web.corp'],
    ['0.0.1', 'http://10.0.0.1'],
    ['10.0.0.0/8', 'http://11.0.0.1'],
    ['10.0.0.0/33', 'http://10.0.0.1'],
    ['10.0.0.0/', 'http://11.0.0.1'],
    ['10.0.0.0/x', 'http://10.0.0.1'],
    ['10.0.0.0/8/8', 'http://10.0.0.1'],
    ['10.0.0.0/8', 'http://10.corp'],
    ['fd00::/8', 'http://[fe80::1]'],
    ['fd00::/129', 'http://[fd00::1]'],
    ['fd00::1', 'http://[fd00::2]'],
    ['[fd00::1]:8080', 'http://[fd00::1]'],
    ['10.0.0.0/8', 'http://[fd00::1]'],
  ])('%j does not bypass it for %s', (noProxy, url) => {
    expect(isBypassed(new URL(url), noProxy)).toBe(false)
  })
})
