import { describe, expect, it, vi } from 'vitest'
import { HttpError } from '../../../src/mcp/http/http-error.ts'
import { TenantShares } from '../../../src/mcp/http/tenant-shares.ts'

const MIB = 1024 * 1024
const NEVER = new Promise<void>(() => {})

function open({ max = 8, hasTenants = true } = {}) {
  const shares = new TenantShares({ max, hasTenants })
  const take = (tenant: string, closed: Promise<void> = NEVER) => shares.take(tenant, closed)
  const fill = (tenant: string, count: number) =>
    Promise.all(Array.from({ length: count }, () => take(tenant)))
  return { shares, take, fill }
}

const refused = { status: 429, options: { headers: { 'retry-after': '1' } } }

describe('a place', () => {
  it.each([true, false])(
    'is free for a tenant alone up to the maximum (tenants: %s)',
    async (hasTenants) => {
      const { take, fill } = open({ hasTenants })
      const [release] = await fill('a', 8)
      await expect(take('a')).rejects.toMatchObject(refused)
      release?.()
      await take('a')
    },
  )

  it('is kept for a tenant without its share', async () => {
    const { take, fill } = open()
    await fill('a', 8)
    await fill('b', 2)
    await expect(take('b')).rejects.toThrow('2 requests in progress')
    await expect(take('a')).rejects.toBeInstanceOf(HttpError)
  })

  it('is not kept if all clients are one tenant', async () => {
    const { take, fill } = open({ hasTenants: false })
    await fill('key', 8)
    await expect(take('other')).rejects.toMatchObject(refused)
  })

  it('goes to the waiting tenant with the fewest requests', async () => {
    const { take, fill } = open()
    const [release, again] = await fill('a', 8)
    await fill('b', 1)
    await fill('c', 1)
    const got: string[] = []
    for (const tenant of ['b', 'd']) take(tenant).then(() => got.push(tenant))
    release?.()
    await vi.waitFor(() => expect(got).toEqual(['d']))
    again?.()
    await vi.waitFor(() => expect(got).toEqual(['d', 'b']))
  })

  it('is not taken by a client that has hung up', async () => {
    const { take, fill } = open({ max: 4 })
    const [release] = await fill('a', 4)
    await fill('b', 1)
    await expect(take('c', Promise.resolve())).rejects.toBeInstanceOf(HttpError)
    release?.()
    await take('d')
  })

  it('is refused after a while', async () => {
    vi.useFakeTimers()
    try {
      const { take, fill } = open({ max: 4 })
      await fill('a', 4)
      await fill('b', 1)
      const waiting = expect(take('c')).rejects.toMatchObject(refused)
      await vi.advanceTimersByTimeAsync(5_000)
      await waiting
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('what a tenant leaves behind', () => {
  it('is bounded, and costs no other tenant anything', async () => {
    const { shares, take } = open()
    const ended = Array.from({ length: 500 }, () => shares.leave('a'))
    await expect(take('a')).rejects.toMatchObject(refused)
    await take('b')
    ended[0]?.()
    await take('a')
  })

  it('may be 64 MiB of unread answers', async () => {
    const { shares, take } = open()
    let read = () => {}
    const whenRead = new Promise<void>((resolve) => {
      read = resolve
    })
    expect(shares.holdUnread('a', 65 * MIB, whenRead)).toBe(true)
    await expect(take('a')).rejects.toThrow('read them')
    expect(shares.holdUnread('b', 50 * MIB, NEVER)).toBe(true)
    expect(shares.holdUnread('a', 145 * MIB, whenRead)).toBe(false)
    read()
    await whenRead
    await take('a')
  })
})
