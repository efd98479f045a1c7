import { describe, expect, it, onTestFinished } from 'vitest'
import { createRedactor } from '../../../src/exit/redact.ts'
import { narrowingOf } from '../../../src/mcp/access/narrowing.ts'
import { createOffered } from '../../../src/mcp/access/offered.ts'
import { createViews } from '../../../src/mcp/apps/views.ts'
import { createThumbnails } from '../../../src/thumbnails/thumbnails.ts'
import { tools } from '../../../tools/index.ts'
import { NO_DOCS, NO_QUERIES, onlyFaked } from '../../support/call-handler.ts'
import { OPEN } from '../../support/download-image.ts'
import { PNG, startImageSite } from '../../support/image-site.ts'
import { viewPages } from '../../support/view-pages.ts'

const context = {
  environment: {
    settings: { mode: 'cloud' as const, readOnly: false, maxResultTokens: 500 },
    connect: async () => onlyFaked({}),
    queries: () => NO_QUERIES,
    docs: () => NO_DOCS,
    secret: () => undefined,
    redactor: createRedactor(() => []),
    log: () => {},
  },
}
const { signal } = new AbortController()
const uriOf = (address: string) =>
  `ui://apify-agent-tools/thumbnail?url=${encodeURIComponent(address)}`

/** Serves views, with images of a site on this machine. */
async function serving(fetchesImages = true, hasViews = true) {
  const site = await startImageSite()
  const thumbnails = createThumbnails({ guard: OPEN })
  onTestFinished(async () => {
    await thumbnails.close()
    await site.close()
  })
  const images = fetchesImages ? thumbnails : undefined
  const views = hasViews ? createViews('declaring', async () => viewPages(), images) : undefined
  return { site, handlersFor: createOffered({ tools, structured: true, views }) }
}

describe('an image for a view', () => {
  it('is read whatever its length, by any client', async () => {
    const { site, handlersFor } = await serving()
    const handlers = handlersFor(undefined)
    const uri = uriOf(`${site.url}/pixel?a=1&b=%20`)
    expect(await handlers.read(uri, context, { signal })).toEqual({
      contents: [{ uri, mimeType: 'image/png', blob: PNG.toString('base64') }],
    })
    expect(site.requests[0]?.url).toBe('/pixel?a=1&b=%20')
    const largest = uriOf(`${site.url}/largest`)
    expect(await handlers.read(largest, context, { signal })).toMatchObject({
      contents: [{ mimeType: 'image/png' }],
    })
    expect(await handlers.isImmutable(uri)).toBe(false)
  })

  it.each([
    ['/too-large', 'The image is larger than 512 kB. Open its address instead.'],
    ['/svg', 'sent image/svg+xml, not a PNG'],
  ])('at %s is an error that says why', async (path, says) => {
    const { site, handlersFor } = await serving()
    const reading = handlersFor(undefined).read(uriOf(site.url + path), context, { signal })
    await expect(reading).rejects.toThrow(says)
  })

  it.each([
    ['', 'is not an http(s) URL'],
    ['%E0%A4%A', 'has an invalid percent escape'],
  ])('needs an address: %j', async (rest, says) => {
    const { handlersFor } = await serving()
    const uri = `ui://apify-agent-tools/thumbnail?url=${rest}`
    await expect(handlersFor(undefined).read(uri, context, { signal })).rejects.toThrow(says)
  })

  it('is not fetched unless the operator allows it', async () => {
    const { site, handlersFor } = await serving(false)
    const reading = handlersFor(undefined).read(uriOf(`${site.url}/pixel`), context, { signal })
    await expect(reading).rejects.toThrow('This server fetches no images.')
    expect(site.requests).toEqual([])
  })

  it('is not fetched when no client gets views', async () => {
    const { site, handlersFor } = await serving(true, false)
    const reading = handlersFor(undefined).read(uriOf(`${site.url}/pixel`), context, { signal })
    await expect(reading).rejects.toThrow('There is no resource')
    expect(site.requests).toEqual([])
  })

  it('is not fetched for a request whose tools have no view', async () => {
    const { site, handlersFor } = await serving()
    const uri = uriOf(`${site.url}/pixel`)
    const without = handlersFor(narrowingOf({ tools: new Set(['whoami']) }))
    await expect(without.read(uri, context, { signal })).rejects.toThrow('There is no resource')
    expect(site.requests).toEqual([])
    const withViews = handlersFor(narrowingOf({ tools: new Set(['get_dataset']) }))
    expect(await withViews.read(uri, context, { signal })).toHaveProperty('contents')
  })
})
