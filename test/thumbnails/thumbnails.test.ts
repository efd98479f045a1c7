import { afterEach, beforeEach, expect, it } from 'vitest'
import { createThumbnails, type Thumbnails } from '../../src/thumbnails/thumbnails.ts'
import { type ImageSite, startImageSite } from '../support/image-site.ts'

let site: ImageSite
let thumbnails: Thumbnails
beforeEach(async () => {
  site = await startImageSite()
  thumbnails = createThumbnails({
    guard: { refusedHost: () => undefined, isRefusedAddress: () => false, allowsPort: () => true },
  })
})
afterEach(async () => {
  await thumbnails.close()
  await site.close()
})

it('fetches an image once that several ask for, and keeps it', async () => {
  const [first, second] = await Promise.all([
    thumbnails.read(`${site.url}/pixel`),
    thumbnails.read(`${site.url}/pixel`),
  ])
  expect(first).toEqual(second)
  await thumbnails.read(`${site.url}/pixel`)
  expect(site.requests.length).toBe(1)
})

it('does not keep a failure', async () => {
  await expect(thumbnails.read(`${site.url}/missing`)).rejects.toThrow('(404)')
  await expect(thumbnails.read(`${site.url}/missing`)).rejects.toThrow('(404)')
  expect(site.requests.length).toBe(2)
})

it('keeps some images, and fetches the oldest again', async () => {
  for (let count = 0; count < 40; count++) await thumbnails.read(`${site.url}/pixel?${count}`)
  await thumbnails.read(`${site.url}/pixel?39`)
  expect(site.requests.length).toBe(40)
  await thumbnails.read(`${site.url}/pixel?0`)
  expect(site.requests.length).toBe(41)
})

it('fetches few at a time', async () => {
  const all = Array.from({ length: 12 }, (_, count) => thumbnails.read(`${site.url}/held?${count}`))
  for (let round = 1; round <= 3; round++) {
    await expect.poll(site.held).toBe(4)
    expect(site.requests.length).toBe(round * 4)
    site.release()
  }
  await Promise.all(all)
})

it('says so when too many are wanted', async () => {
  const wanted = Array.from({ length: 600 }, (_, count) =>
    thumbnails.read(`${site.url}/broken?${count}`).catch(String),
  )
  const refused = (await Promise.all(wanted)).filter((text) =>
    String(text).includes('Too many images'),
  )
  expect(refused.length).toBe(600 - 4 - 500)
})
