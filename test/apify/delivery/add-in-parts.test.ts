import { describe, expect, it } from 'vitest'
import { addInParts } from '../../../src/apify/delivery/add-in-parts.ts'
import { ApiFailure } from '../../../src/apify/transport/api-failure.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'
import type { QueueRequest } from '../../../src/apify/types/queue-types.ts'

const requests = (count: number, size = 0): QueueRequest[] =>
  Array.from({ length: count }, (_, i) => ({
    url: `https://a.b/${i}`,
    uniqueKey: `key${i}`,
    ...(size > 0 && { payload: 'x'.repeat(size) }),
  }))

interface Options {
  /** How often the API leaves a key unprocessed; forever if infinite. */
  refuses?: Record<string, number>
  msLeft?: number
  failsAt?: number
}

/** Adds requests to a queue in memory, without pauses. */
async function add(all: QueueRequest[], { refuses = {}, msLeft = 60_000, failsAt }: Options = {}) {
  const stored = new Set<string>()
  const parts: number[] = []
  const seen: number[] = []
  const timeouts = { ...DEFAULT_TIMEOUTS, firstRetryMs: 0 }
  const { signal } = new AbortController()
  const times = { signal, deadlineAt: performance.now() + msLeft, timeouts }
  const outcome = await addInParts(all, {
    times,
    onPart: (sent) => seen.push(sent),
    async post(part) {
      if (parts.length === failsAt) throw new ApiFailure('It failed.', 'Wait.', 'answered', 500)
      parts.push(part.length)
      const taken = part.filter(({ uniqueKey }) => {
        const left = refuses[uniqueKey] ?? 0
        refuses[uniqueKey] = left - 1
        return left <= 0
      })
      const processedRequests = taken.map(({ uniqueKey }) => {
        const wasAlreadyPresent = stored.has(uniqueKey)
        stored.add(uniqueKey)
        return { uniqueKey, wasAlreadyPresent }
      })
      const unprocessedRequests = part.filter((one) => !taken.includes(one))
      return { processedRequests, unprocessedRequests }
    },
  }).catch((thrown: unknown) => String(thrown))
  return { outcome, parts, seen, stored }
}

describe('requests for a queue', () => {
  it('go in parts of 25', async () => {
    const { outcome, parts, seen } = await add(requests(60))
    expect(parts).toEqual([25, 25, 10])
    expect(seen).toEqual([25, 50, 60])
    expect(outcome).toEqual({ added: 60, alreadyPresent: 0, refused: [], sent: 60 })
  })

  it('go in smaller parts if they are large', async () => {
    expect((await add(requests(5, 4_000_000))).parts).toEqual([2, 2, 1])
  })

  it('that are there already are counted, not added', async () => {
    const { outcome } = await add([...requests(3), ...requests(4)])
    expect(outcome).toMatchObject({ added: 4, alreadyPresent: 3 })
  })

  it('are sent again if the API left them unprocessed', async () => {
    const { outcome, parts, stored } = await add(requests(30), { refuses: { key3: 1, key7: 2 } })
    expect(parts).toEqual([25, 2, 1, 5])
    expect(outcome).toMatchObject({ added: 30, refused: [], sent: 30 })
    expect(stored.size).toBe(30)
  })

  it('are reported by name if the API never takes them', async () => {
    const { outcome, parts } = await add(requests(30), {
      refuses: { key3: Number.POSITIVE_INFINITY },
    })
    expect(parts).toEqual([25, 1, 1, 1, 5])
    expect(outcome).toMatchObject({ added: 29, refused: [{ uniqueKey: 'key3' }], sent: 30 })
  })

  it('stop when the call has no time left, after one part at least', async () => {
    const { outcome, parts } = await add(requests(100), { msLeft: 1000 })
    expect(parts).toEqual([25])
    expect(outcome).toMatchObject({ added: 25, sent: 25 })
  })

  it('say how many were sent before a part failed', async () => {
    const { outcome } = await add(requests(100), { failsAt: 2 })
    expect(outcome).toContain('The first 50 of 100 requests were sent')
    expect(outcome).toContain('from position 50 on')
    expect((await add(requests(100), { failsAt: 0 })).outcome).toContain('It failed. Wait.')
  })
})
