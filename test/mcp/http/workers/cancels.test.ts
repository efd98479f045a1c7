import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FROM_PRIMARY } from '../../../../src/mcp/http/workers/protocol.ts'
import { allMessages, createPrimary } from '../../../support/linked-workers.ts'

const CALL = { tenant: 'a', sessionId: 's', requestId: 7 }
const NEVER = new Promise<never>(() => {})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
})

/** Starts workers of which each has so many calls of that name, or is too busy to say. */
async function startAll(...counts: (number | 'busy')[]) {
  const { start } = createPrimary()
  const stopped: number[] = []
  const workers = await Promise.all(counts.map((_, index) => start(index)))
  for (const [index, count] of counts.entries()) {
    workers[index]?.join({
      count: () => (count === 'busy' ? 0 : count),
      cancel: () => void stopped.push(index),
      snapshot: async () => [],
    })
    if (count === 'busy') workers[index]?.channel.on(FROM_PRIMARY.count, () => NEVER)
  }
  const end = (index: number) => workers[index]?.end()
  return { cancel: () => workers.at(-1)?.cancel(CALL), stopped, end }
}

describe('a cancel', () => {
  it.each<[what: string, counts: (number | 'busy')[], stopped: number[]]>([
    ['the only call of its name', [0, 1, 0], [1]],
    ['neither of two on different workers', [1, 1], []],
    ['neither of two on one worker', [0, 2], []],
    ['nothing if there is none', [0, 0], []],
    ['nothing if a busy worker may have another one', [1, 'busy', 0], []],
  ])('stops %s', async (_, counts, expected) => {
    const { cancel, stopped } = await startAll(...counts)
    // The answer to the client does not wait for it.
    expect(cancel()).toBeUndefined()
    await allMessages()
    vi.runAllTimers()
    await allMessages()
    expect(stopped).toEqual(expected)
  })

  it('stops a call although another worker ends meanwhile', async () => {
    const { cancel, stopped, end } = await startAll('busy', 1)
    cancel()
    await allMessages()
    expect(stopped).toEqual([])
    end(0)
    await allMessages()
    expect(stopped).toEqual([1])
  })

  it('does not wait for that of another call', async () => {
    const { cancel, stopped, end } = await startAll('busy', 1)
    for (let i = 0; i < 100; i++) cancel()
    await allMessages()
    end(0)
    await allMessages()
    expect(stopped).toHaveLength(100)
  })
})
