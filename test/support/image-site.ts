import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'

/** The smallest PNG: one transparent pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

/** A server of images on this machine. */
export interface ImageSite {
  url: string
  port: string
  /** The requests so far. */
  requests: IncomingMessage[]
  /** Returns how many requests for `/held` wait for an answer. */
  held(): number
  /** Answers them. */
  release(): void
  close(): Promise<void>
}

function* endless() {
  yield PNG
  for (;;) yield Buffer.alloc(10_000)
}

/** Starts a server whose paths answer as well-meaning and hostile servers do. */
export async function startImageSite(): Promise<ImageSite> {
  const requests: IncomingMessage[] = []
  const held: (() => void)[] = []
  const image = Buffer.concat([PNG], 512_001)
  const answers: Record<string, RequestListener> = {
    '/pixel': (_, res) => res.setHeader('content-type', 'image/png').end(PNG),
    '/mislabelled': (_, res) => res.setHeader('content-type', 'image/jpeg').end(PNG),
    '/largest': (_, res) =>
      res.setHeader('content-type', 'image/png').end(image.subarray(0, 512_000)),
    '/too-large': (_, res) => res.setHeader('content-type', 'image/png').end(image),
    '/too-large-in-pieces': (_, res) => {
      res.setHeader('content-type', 'image/png').write(image.subarray(0, 1000))
      res.end(image.subarray(1000))
    },
    '/svg': (_, res) => res.setHeader('content-type', 'image/svg+xml').end('<svg/>'),
    '/page': (_, res) => res.setHeader('content-type', 'text/html').end('<h1>GIF89a</h1>'),
    '/page-as-png': (_, res) => res.setHeader('content-type', 'image/png').end('<script></script>'),
    '/png-as-page': (_, res) => res.setHeader('content-type', 'text/html').end(PNG),
    '/missing': (_, res) => void res.writeHead(404, { 'content-type': 'image/png' }).end(PNG),
    '/bomb': (_, res) =>
      res
        .writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(50_000_000))),
    '/cookie': (_, res) =>
      res.writeHead(200, { 'content-type': 'image/png', 'set-cookie': 'id=1; path=/' }).end(PNG),
    '/endless': (_, res) => {
      res.setHeader('content-type', 'image/png')
      pipeline(Readable.from(endless()), res, () => {})
    },
    // One byte, and then nothing.
    '/slow': (_, res) => void res.writeHead(200, { 'content-type': 'image/png' }).write('\x89'),
    '/silent': () => {},
    '/held': (_, res) => {
      held.push(() => res.setHeader('content-type', 'image/png').end(PNG))
    },
    '/broken': (_, res) => void res.destroy(),
  }
  const server: Server = createServer((req, res) => {
    requests.push(req)
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost')
    const to = searchParams.get('to')
    if (to !== null) res.writeHead(302, { location: to }).end()
    else if (pathname === '/circle') res.writeHead(301, { location: '/circle' }).end()
    else (answers[pathname] ?? answers['/missing'])?.(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    held: () => held.length,
    release: () => {
      for (const answer of held.splice(0)) answer()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
