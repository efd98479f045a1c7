import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ApifyClient } from '../../../src/apify/transport/client.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/** Starts an API that answers as told; returns a client of it, and the sockets that it was reached by. */
async function connected(answer: (response: ServerResponse) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    sockets.add(request.socket)
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = new ApifyClient({ baseUrl: `http://127.0.0.1:${port}`, version: '1' })
  closing.push(async () => {
    await client.close()
    server.closeAllConnections()
    server.close()
  })
  const request = {
    method: 'GET' as const,
    path: '/x',
    retry: 'always' as const,
    resource: { kind: 'dataset' as const },
  }
  const scope = { signal: new AbortController().signal, deadlineAt: performance.now() + 60_000 }
  /** Reads one chunk, as a page does that is full. */
  const readFirst = () =>
    client.send(request, scope, async ({ body }) => {
      for await (const chunk of body) return chunk.length
      return 0
    })
  return { readFirst, sockets }
}

describe('a body that is not read to its end', () => {
  it('leaves its connection to the next request if little is left', async () => {
    const { readFirst, sockets } = await connected((response) => {
      response.write('x'.repeat(1000))
      setImmediate(() => response.end('x'.repeat(20_000)))
    })
    for (let i = 0; i < 5; i++) expect(await readFirst()).toBeGreaterThan(0)
    // The next request may begin before the rest has come.
    expect(sockets.size).toBeLessThanOrEqual(2)
  })

  it('closes its connection if much is left', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    const { readFirst } = await connected((response) => {
      closed = once(response, 'close')
      const send = () => {
        if (!response.destroyed) response.write('x'.repeat(100_000), send)
      }
      send()
    })
    await readFirst()
    await closed
  })

  it('closes its connection if the rest does not come', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    const { readFirst } = await connected((response) => {
      closed = once(response, 'close')
      response.write('x')
    })
    await readFirst()
    await closed
  })
})
