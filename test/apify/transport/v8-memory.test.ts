import { expect, it } from 'vitest'
import { collectGarbageWhileReading } from '../../../src/apify/transport/v8-memory.ts'

const MB = 1_000_000
const CHUNK_BYTES = 65_536

/** Yields chunks like those of a socket: each has its own memory outside of the heap. */
async function* chunks(count: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < count; i++) yield Buffer.allocUnsafeSlow(CHUNK_BYTES).fill(i)
}

it('chunks of a long response are freed before the heap is full', async () => {
  const before = process.memoryUsage().arrayBuffers
  let [bytes, peak] = [0, 0]
  for await (const chunk of collectGarbageWhileReading(chunks(1600))) {
    bytes += chunk.length
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
  }
  expect(bytes).toBe(1600 * CHUNK_BYTES)
  expect(peak).toBeLessThan(24 * MB)
})

it('passes each chunk on unchanged, and closes its source when its reader stops', async () => {
  let closed = false
  async function* source(): AsyncGenerator<Buffer> {
    try {
      yield* [Buffer.from('a'), Buffer.from('b')]
    } finally {
      closed = true
    }
  }
  for await (const chunk of collectGarbageWhileReading(source())) {
    expect(chunk.toString()).toBe('a')
    break
  }
  expect(closed).toBe(true)
})
