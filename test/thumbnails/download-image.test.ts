import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ImageDownloader } from '../../src/thumbnails/download-image.ts'
import { downloadImage, OPEN } from '../support/download-image.ts'
import { type ImageSite, PNG, startImageSite } from '../support/image-site.ts'

let site: ImageSite
beforeAll(async () => {
  site = await startImageSite()
})
afterAll(() => site.close())

describe('an image', () => {
  it.each(['/pixel', '/mislabelled', '/cookie'])(
    'at %s is read, with the type of its bytes',
    async (path) => {
      const image = { mimeType: 'image/png', blob: PNG.toString('base64') }
      expect(await downloadImage(site.url + path)).toEqual(image)
    },
  )

  it('is asked for without credentials, cookies and referrer', async () => {
    const downloader = new ImageDownloader({ guard: OPEN })
    await downloader.download(`${site.url}/cookie`)
    await downloader.download(`${site.url}/cookie?to=${encodeURIComponent('/pixel?again')}`)
    await downloader.close()
    const names = site.requests.slice(-3).flatMap(({ headers }) => Object.keys(headers))
    expect([...new Set(names)].sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
  })

  it('of 512 kB is read', async () => {
    expect(await downloadImage(`${site.url}/largest`)).toMatchObject({ mimeType: 'image/png' })
  })

  it('behind three redirects is read', async () => {
    const behind = (address: string) => `${site.url}/?to=${encodeURIComponent(address)}`
    const three = behind(behind(behind('/pixel')))
    expect(await downloadImage(three)).toMatchObject({ mimeType: 'image/png' })
    expect(await downloadImage(behind(three))).toContain('redirects more than 3 times.')
  })

  it.each([
    ['/too-large', 'The image is larger than 512 kB.'],
    ['/too-large-in-pieces', 'The image is larger than 512 kB.'],
    ['/endless', 'The image is larger than 512 kB.'],
    ['/svg', 'sent image/svg+xml, not a PNG, JPEG, WebP, GIF or AVIF image.'],
    ['/page', 'sent text/html, not a PNG'],
    ['/png-as-page', 'sent text/html, not a PNG'],
    ['/page-as-png', 'sent something else, not a PNG'],
    ['/missing', 'answered with an error (404).'],
    ['/bomb', 'sent the image compressed'],
    ['/circle', 'redirects more than 3 times.'],
    ['/broken', 'cannot be reached'],
    ['/?to=file:///etc/passwd', 'is not an http(s) URL.'],
    ['/?to=data:image/png;base64,AA', 'is not an http(s) URL.'],
    ['/?to=http://user:word@example.com/', 'has a user or a password in it.'],
  ])('at %s is refused: %s', async (path, reason) => {
    expect(await downloadImage(site.url + path)).toContain(reason)
  })

  it.each(['/slow', '/silent'])('at %s takes no longer than it may', async (path) => {
    expect(await downloadImage(site.url + path, { timeoutMs: 200 })).toContain(
      'The image took longer than 0.2 seconds.',
    )
  })
})
