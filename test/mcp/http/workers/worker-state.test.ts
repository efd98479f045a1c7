import { describe, expect, it } from 'vitest'
import { HttpError } from '../../../../src/mcp/http/http-error.ts'
import { ToolError } from '../../../../src/shared/errors.ts'
import { allMessages, createPrimary } from '../../../support/linked-workers.ts'

const MIB = 1024 * 1024
const NEVER = new Promise<void>(() => {})
/** Returns whether a promise is settled after all that is on its way. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const settle = () => {
    settled = true
  }
  promise.then(settle, settle)
  await allMessages()
  return settled
}

const signal = () => new AbortController().signal

describe('slots', () => {
  it('count for all workers, and those of a worker that ends are free', async () => {
    const { start } = createPrimary()
    const [one, two] = [await start(1), await start(2)]
    const take = (worker: typeof one) => worker.slots.take('a', NEVER)
    const slots = [await take(one), await take(one), await take(two), await take(two)]
    const refusal = await take(two).catch((error) => error)
    expect(refusal).toBeInstanceOf(HttpError)
    expect(refusal).toMatchObject({ status: 429, options: { headers: { 'retry-after': '1' } } })
    slots[2]?.()
    slots[2]?.()
    await take(one)
    await expect(take(two)).rejects.toThrow('4 requests')
    one.end()
    for (let i = 0; i < 3; i++) await take(two)
    await expect(take(two)).rejects.toThrow('4 requests')
  })

  it('are free when the client has gone before it got one', async () => {
    const { start } = createPrimary()
    const one = await start(1)
    for (let i = 0; i < 4; i++) await one.slots.take('a', Promise.resolve())
    await one.slots.take('a', NEVER)
  })

  it('are refused to a tenant that has left too many calls, or too many bytes, on any worker', async () => {
    const { start } = createPrimary()
    const [one, two] = [await start(1), await start(2)]
    const left = Array.from({ length: 500 }, (_, i) => (i % 2 ? one : two).slots.leave('a'))
    await expect(one.slots.take('a', NEVER)).rejects.toThrow('500 calls')
    left[0]?.()
    await two.slots.take('a', NEVER)
    expect(await one.slots.holdUnread('b', 65 * MIB, NEVER)).toBe(true)
    await expect(two.slots.take('b', NEVER)).rejects.toThrow('wait for this client')
    expect(await two.slots.holdUnread('c', 200 * MIB, NEVER)).toBe(false)
  })
})

describe('shares', () => {
  it('of large JSON and of queries count for all workers', async () => {
    const { start } = createPrimary({ atOnce: 4 })
    const [one, two] = [await start(1), await start(2)]
    for (const [of, amount] of [['json', 64] as const, ['queries', 1] as const]) {
      const [mine, yours] = [one.shares.of(of), two.shares.of(of)]
      const first = await mine.acquire('a', amount, signal())
      await mine.acquire('a', amount, signal())
      const third = yours.acquire('a', amount, signal())
      expect(await isSettled(third)).toBe(false)
      await yours.acquire('b', amount, signal())
      first()
      await third
    }
  })

  it('are given up by a call that ends while it waits, and by a worker that ends', async () => {
    const { start } = createPrimary({ atOnce: 2 })
    const [one, two] = [await start(1), await start(2)]
    const [mine, yours] = [one.shares.of('queries'), two.shares.of('queries')]
    for (let i = 0; i < 2; i++) await mine.acquire(undefined, 1, signal())
    const call = new AbortController()
    const given = yours.acquire(undefined, 1, call.signal)
    expect(await isSettled(given)).toBe(false)
    call.abort(new Error('The call has ended.'))
    await expect(given).rejects.toThrow('The call has ended.')
    const next = yours.acquire(undefined, 1, signal())
    expect(await isSettled(next)).toBe(false)
    one.end()
    await next
  })

  it('are not taken by messages of a worker that arrive after its end', async () => {
    const { start } = createPrimary({ atOnce: 1 })
    const [one, two] = [await start(1), await start(2)]
    one.end()
    const late = one.shares.of('queries').acquire(undefined, 1, signal())
    one.bodyBytes.add('a', MIB)
    expect(await isSettled(late)).toBe(false)
    await two.shares.of('queries').acquire(undefined, 1, signal())
    expect(two.bodyBytes.of('a')).toBe(0)
  })

  it('are free again after each of many calls, however it ends', async () => {
    const { start } = createPrimary({ atOnce: 2 })
    const workers = [await start(1), await start(2)]
    const calls = Array.from({ length: 6 }, () => new AbortController())
    const ended = calls.map(async (call, i) => {
      const places = workers[i % 2]?.shares.of('queries')
      const leave = await places?.acquire(undefined, 1, call.signal)
      // A call ends while it waits, or as it gets its place.
      calls[i + 2]?.abort(new Error('The call has ended.'))
      leave?.()
    })
    await Promise.allSettled(ended)
    const three = await start(3)
    for (let i = 0; i < 2; i++) await three.shares.of('queries').acquire(undefined, 1, signal())
  })

  it('refuse with the same error as in one process, and never send a token', async () => {
    const { start, texts } = createPrimary({ atOnce: 1 })
    const { acquire } = (await start(1)).shares.of('queries')
    const all = Array.from({ length: 34 }, () => acquire('apify_api_secret', 1, signal()))
    await expect(all[33]).rejects.toThrow('Too many queries wait for their turn.')
    await expect(all[33]).rejects.toBeInstanceOf(ToolError)
    expect(texts.join()).not.toContain('apify_api')
  })
})

describe('bytes of bodies', () => {
  it('are known to the other workers, to new ones, and forgotten with the worker', async () => {
    const { start } = createPrimary()
    const [one, two] = [await start(1), await start(2)]
    one.bodyBytes.add('a', 3.5 * MIB)
    two.bodyBytes.add('a', MIB)
    two.bodyBytes.add('b', 1000)
    await isSettled(NEVER)
    expect(two.bodyBytes.of('a')).toBe(4 * MIB)
    expect(two.bodyBytes.total).toBe(4 * MIB + 1000)
    expect(one.bodyBytes.of('b')).toBe(0)
    const three = await start(3)
    expect(three.bodyBytes.of('a')).toBe(4 * MIB)
    one.end()
    await isSettled(NEVER)
    expect(two.bodyBytes.of('a')).toBe(MIB)
    two.bodyBytes.add('a', -MIB)
    await isSettled(NEVER)
    expect(three.bodyBytes.total).toBe(0)
  })
})

describe('a seal', () => {
  it('is spent once, on any worker, also after that has ended', async () => {
    const { start } = createPrimary()
    const [one, two] = [await start(1), await start(2)]
    expect(one.seals.key).toEqual(two.seals.key)
    expect(await one.seals.spend('x')).toBe(true)
    one.end()
    expect(await two.seals.spend('x')).toBe(false)
    expect(await two.seals.spend('y')).toBe(true)
  })
})
