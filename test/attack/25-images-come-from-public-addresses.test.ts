import { describe, expect, it, onTestFinished } from 'vitest'
import { openWay, WAYS } from '../support/four-ways.ts'
import { startImageSite } from '../support/image-site.ts'
import { seed } from '../support/seeded-server.ts'

const uriOf = (address: string) =>
  `ui://apify-agent-tools/thumbnail?url=${encodeURIComponent(address)}`

async function startSite() {
  const site = await startImageSite()
  onTestFinished(site.close)
  return site
}

describe.each(WAYS)('$era over $transport', (way) => {
  const name = `${way.era} over ${way.transport}`

  it(`25 no image comes from this machine or a private network, ${name}`, async () => {
    const site = await startSite()
    const ask = await openWay(way, await seed(), { args: ['--view-images'] })
    const { port } = site
    const addresses = [
      '127.0.0.1',
      'localhost',
      'LOCALHOST.',
      '127.1',
      '2130706433',
      '017700000001',
      '0x7f000001',
      '0177.0.0.1',
      '0.0.0.0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::127.0.0.1]',
      '10.0.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '100.64.0.1',
      '169.254.169.254',
      '168.63.129.16',
      '224.0.0.1',
      '[fe80::1]',
      '[fd00:ec2::254]',
      'metadata.google.internal',
    ]
    for (const host of addresses) {
      const { error, result } = await ask('resources/read', { uri: uriOf(`http://${host}/pixel`) })
      expect({ host, result }).toEqual({ host, result: undefined })
      expect(error?.message).toContain('is in a private network')
      const other = await ask('resources/read', { uri: uriOf(`http://${host}:${port}/pixel`) })
      expect(other.error?.message).toMatch(/has port \d+; images are fetched from ports 80 and 443/)
    }
    expect(site.requests).toEqual([])
  })

  it(`25 nothing but http(s) is fetched, ${name}`, async () => {
    const site = await startSite()
    const ask = await openWay(way, await seed(), { args: ['--view-images'] })
    const rest = [
      'file:///etc/passwd',
      'data:image/png;base64,AA',
      'javascript:alert(1)',
      'ftp://example.com/a.png',
      '//127.0.0.1/a.png',
      `http://user:word@127.0.0.1:${site.port}/pixel`,
      `http://example.com:${site.port}@127.0.0.1/pixel`,
      `https://example.com/${'a'.repeat(10_000)}`,
      'http://',
      '',
    ]
    for (const address of rest) {
      const { error, result } = await ask('resources/read', { uri: uriOf(address) })
      expect({ address, result }).toEqual({ address, result: undefined })
      expect(error?.message).toMatch(/not an http\(s\) URL|a user or a password/)
      expect(error?.message.length).toBeLessThan(1000)
    }
    expect(site.requests).toEqual([])
  })

  it.each([[[]], [['--views=off']]])(`25 %j: nothing is fetched unasked, ${name}`, async (args) => {
    const site = await startSite()
    const ask = await openWay(way, await seed(), { args })
    const uri = uriOf('https://images.example.com/a.png')
    const { error } = await ask('resources/read', { uri })
    expect(error?.message).toMatch(/This server fetches no images|There is no resource/)
    expect(site.requests).toEqual([])
  })
})
