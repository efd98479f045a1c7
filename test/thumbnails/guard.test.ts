import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FindAddresses } from '../../src/apify/transport/guarded-pool.ts'
import { privateHost } from '../../src/tool-call/private-host.ts'
import { downloadImage, GUARD, OPEN } from '../support/download-image.ts'
import { type ImageSite, startImageSite } from '../support/image-site.ts'

let site: ImageSite
beforeAll(async () => {
  site = await startImageSite()
})
afterAll(() => site.close())

describe('the guard', () => {
  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://168.63.129.16/',
    'http://100.100.100.200/',
    'http://224.0.0.1/',
    'http://0.0.0.0/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://metadata.google.internal/',
  ])('refuses %s', async (address) => {
    expect(await downloadImage(address, { guard: GUARD })).toContain('is in a private network')
  })

  it('checks the address that a redirect names', async () => {
    const count = site.requests.length
    // Only the first host is allowed.
    const first = new URL(site.url).hostname
    const guard = {
      ...OPEN,
      refusedHost: (url: string) =>
        new URL(url).hostname === first ? undefined : privateHost(url),
    }
    const target = encodeURIComponent(`http://localhost:${site.port}/pixel`)
    expect(await downloadImage(`${site.url}/?to=${target}`, { guard })).toContain(
      'localhost is in a private network',
    )
    expect(site.requests.length).toBe(count + 1)
  })

  it.each([
    ['one private address', [{ address: '127.0.0.1', family: 4 }]],
    [
      'a public and a private address',
      [
        { address: '203.0.113.7', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    ],
    ['a mapped address', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['a link-local address with a zone', [{ address: 'fe80::1%lo', family: 6 }]],
    ['no address', []],
    ['what is not an address', [{ address: 'localhost', family: 4 }]],
  ])('refuses a name with %s', async (_, addresses) => {
    const count = site.requests.length
    const findAddresses: FindAddresses = async () => addresses
    const message = await downloadImage(`http://images.example.com:${site.port}/pixel`, {
      guard: GUARD,
      findAddresses,
    })
    expect(message).toContain('images.example.com is in a private network')
    expect(site.requests.length).toBe(count)
  })

  it('checks each look-up of a name, not the first alone', async () => {
    const answers = ['127.0.0.1', '10.0.0.1']
    const findAddresses: FindAddresses = async () => [{ address: answers.shift() ?? '', family: 4 }]
    const guard = { ...GUARD, isRefusedAddress: (address: string) => address !== '127.0.0.1' }
    const address = `http://images.example.com:${site.port}/pixel`
    expect(await downloadImage(address, { guard, findAddresses })).toMatchObject({
      mimeType: 'image/png',
    })
    expect(await downloadImage(address, { guard, findAddresses })).toContain(
      'is in a private network',
    )
  })

  it('checks the address that a socket has connected to', async () => {
    // The look-up finds nothing wrong, but the socket is at another address than it said.
    const checked: string[] = []
    const guard = {
      ...OPEN,
      isRefusedAddress: (address: string) => {
        checked.push(address)
        return checked.length > 1
      },
    }
    const findAddresses: FindAddresses = async () => [{ address: '127.0.0.1', family: 4 }]
    const count = site.requests.length
    const message = await downloadImage(`http://images.example.com:${site.port}/pixel`, {
      guard,
      findAddresses,
    })
    expect(message).toContain('is in a private network')
    expect(checked).toEqual(['127.0.0.1', '127.0.0.1'])
    expect(site.requests.length).toBe(count)
  })

  it.each([
    ['http://example.com:22/', 'has port 22; images are fetched from ports 80 and 443 only.'],
    ['https://user@example.com/', 'has a user or a password in it.'],
    ['ftp://example.com/', 'is not an http(s) URL.'],
    ['javascript:alert(1)', 'is not an http(s) URL.'],
    ['//example.com/a.png', 'is not an http(s) URL.'],
    [`https://example.com/${'a'.repeat(5000)}`, 'is not an http(s) URL.'],
    ['', 'is not an http(s) URL.'],
  ])('refuses %s', async (address, reason) => {
    const allowsPort = (port: string) => port === ''
    expect(await downloadImage(address, { guard: { ...GUARD, allowsPort } })).toContain(reason)
  })
})
