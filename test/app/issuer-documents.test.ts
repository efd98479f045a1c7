import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { issuerDocuments } from '../../src/app/issuer-documents.ts'

/** Reads a document of a server that answers so. */
async function read(answer: RequestListener, timeoutMs?: number) {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const documents = issuerDocuments(undefined, timeoutMs)
  onTestFinished(async () => {
    await documents.close()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return documents.read(`http://127.0.0.1:${port}/a?b=c`)
}

describe('a document of an issuer', () => {
  it('is read with its query, also if it is compressed', async () => {
    const document = await read(({ url, headers }, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync(JSON.stringify({ url, authorization: headers.authorization })))
    })
    expect(document).toEqual({ url: '/a?b=c' })
  })

  it.each<[what: string, answer: RequestListener]>([
    ['is not there', (_, response) => response.writeHead(404).end('{}')],
    ['is elsewhere', (_, response) => response.writeHead(302, { location: '/b' }).end('{}')],
    ['is a page', (_, response) => response.end('<html>')],
    ['is too large', (_, response) => response.end(`["${'x'.repeat(256 * 1024)}"]`)],
  ])('that %s is undefined', async (_, answer) => {
    expect(await read(answer)).toBeUndefined()
  })

  it('that grows without end is not read to it', async () => {
    const document = await read((_, response) => {
      const more = () => {
        while (response.write('['.repeat(10_000)));
      }
      response.on('drain', more)
      more()
    })
    expect(document).toBeUndefined()
  })

  it('that does not come is an error with the host', async () => {
    await expect(read(() => {}, 50)).rejects.toThrow(/^127\.0\.0\.1:\d+ cannot be reached/)
    await expect(read(({ socket }) => socket.destroy())).rejects.toThrow(/cannot be reached \(/)
  })
})
