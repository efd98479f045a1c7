import { once } from 'node:events'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { discardRest } from '../../../src/apify/transport/discard-rest.ts'
import { readChunks } from '../../../src/apify/transport/read-chunks.ts'

const MB = 1_000_000
const CHUNK_BYTES = 65_536

/** A body whose chunks are pushed by the test. */
function openBody() {
  return new Readable({ read() {} })
}

/** Yields chunks like those of a socket: each has its own memory outside of the heap. */
function* chunks(count: number): Generator<Buffer> {
  for (let i = 0; i < count; i++) yield Buffer.allocUnsafeSlow(CHUNK_BYTES).fill(i)
}

async function readAll(body: Readable): Promise<string[]> {
  const read: string[] = []
  for await (const chunk of readChunks(body)) read.push(String(chunk))
  return read
}

describe('a body', () => {
  it('is freed while it is read, before the heap is full', async () => {
    const before = process.memoryUsage().arrayBuffers
    let [bytes, peak] = [0, 0]
    for await (const chunk of readChunks(Readable.from(chunks(1600), { objectMode: false }))) {
      bytes += chunk.length
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
    }
    expect(bytes).toBe(1600 * CHUNK_BYTES)
    expect(peak).toBeLessThan(24 * MB)
  })

  it('is passed on piece by piece, as soon as a piece has arrived', async () => {
    const body = openBody()
    const reader = readChunks(body)
    for (const text of ['a', 'b', 'c']) {
      const next = reader.next()
      body.push(text)
      expect(String((await next).value)).toBe(text)
    }
    body.push(null)
    expect(await reader.next()).toEqual({ value: undefined, done: true })
  })

  it('waits for a slow reader', async () => {
    let given = 0
    const source = (function* () {
      for (const chunk of chunks(100)) {
        given++
        yield chunk
      }
    })()
    const reader = readChunks(Readable.from(source, { objectMode: false }))
    for (let read = 1; read <= 100; read++) {
      expect((await reader.next()).value?.[0]).toBe(read - 1)
      await new Promise(setImmediate)
      expect(given - read).toBeLessThanOrEqual(3)
    }
    expect((await reader.next()).done).toBe(true)
  })

  it('that broke off is read as far as it came, and then fails with its error', async () => {
    const body = openBody()
    const reader = readChunks(body)
    const first = reader.next()
    body.push('a')
    expect(String((await first).value)).toBe('a')
    const rest = reader.next()
    body.push('b')
    expect(String((await rest).value)).toBe('b')
    body.destroy(new Error('The connection broke.'))
    await expect(reader.next()).rejects.toThrow('The connection broke.')
  })

  it('that broke off before it was read fails too', async () => {
    const broken = openBody()
    broken.destroy(new Error('The connection broke.'))
    await expect(once(broken, 'close')).rejects.toThrow('The connection broke.')
    await expect(readAll(broken)).rejects.toThrow('The connection broke.')
    await expect(readAll(openBody().destroy())).rejects.toThrow('The body broke off.')
  })

  it('that is empty ends', async () => {
    expect(await readAll(Readable.from([], { objectMode: false }))).toEqual([])
  })

  it('is left open by a reader that stops, and its rest can be discarded', async () => {
    const body = Readable.from(chunks(3), { objectMode: false })
    for await (const chunk of readChunks(body)) {
      expect(chunk).toHaveLength(CHUNK_BYTES)
      break
    }
    await new Promise(setImmediate)
    expect([body.destroyed, body.readableEnded, body.listenerCount('data')]).toEqual([
      false,
      false,
      0,
    ])
    discardRest(body)
    await once(body, 'close')
  })
})
