import { describe, expect, it } from 'vitest'
import { Cache } from '../../src/docs-search/cache.ts'

const HOUR = 3_600_000
const GONE = new Error('gone')

/** A cache of texts, with a clock that the test moves. */
function create(limits = { entries: 3, bytes: 100 }) {
  const clock = { ms: 0 }
  const loads: string[] = []
  const cache = new Cache<string>(
    limits,
    (error) => error === GONE,
    () => clock.ms,
  )
  const get = (key: string, value: string | Error = key, bytes = 1) =>
    cache.get(key, async () => {
      loads.push(key)
      if (value instanceof Error) throw value
      return { value, bytes }
    })
  return { clock, loads, get }
}

describe('the cache', () => {
  it('loads a value once at a time, and once a day', async () => {
    const { clock, loads, get } = create()
    expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual([
      { value: 'a' },
      { value: 'a' },
      { value: 'b' },
    ])
    clock.ms = 24 * HOUR - 1
    await get('a')
    expect(loads).toEqual(['a', 'b'])
    clock.ms = 24 * HOUR
    expect(await get('a', 'new')).toEqual({ value: 'new' })
    expect(loads).toEqual(['a', 'b', 'a'])
  })

  it('drops what was used longest ago', async () => {
    const { loads, get } = create()
    for (const key of ['a', 'b', 'c', 'a', 'd']) await get(key)
    await get('a')
    expect(loads).toEqual(['a', 'b', 'c', 'd'])
    await get('b')
    expect(loads).toEqual(['a', 'b', 'c', 'd', 'b'])
  })

  it('is bounded in bytes, and does not keep what is too large', async () => {
    const { loads, get } = create()
    await get('a', 'a', 60)
    await get('b', 'b', 40)
    await get('a', 'a')
    await get('c', 'c', 40)
    await get('a', 'a')
    await get('b', 'b')
    await get('huge', 'huge', 101)
    await get('huge', 'huge', 101)
    await get('a', 'a')
    expect(loads).toEqual(['a', 'b', 'c', 'b', 'huge', 'huge'])
  })

  it('uses a stale copy after a failure, and tries again after a minute', async () => {
    const { clock, loads, get } = create()
    await get('a')
    clock.ms = 30 * HOUR
    const failed = new Error('no network')
    expect(await get('a', failed)).toEqual({ value: 'a', staleMs: 30 * HOUR })
    clock.ms += 59_999
    expect(await get('a', failed)).toEqual({ value: 'a', staleMs: 30 * HOUR + 59_999 })
    expect(loads).toHaveLength(2)
    clock.ms += 1
    expect(await get('a', 'new')).toEqual({ value: 'new' })
  })

  it('fails without a copy, and keeps no copy of what is gone', async () => {
    const { clock, get } = create()
    const failed = new Error('no network')
    await expect(get('a', failed)).rejects.toBe(failed)
    clock.ms = 60_000
    await get('a')
    clock.ms = 25 * HOUR
    await expect(get('a', GONE)).rejects.toBe(GONE)
    await expect(get('a', failed)).rejects.toBe(failed)
  })

  it('tries what failed without a copy again after a minute, and what is gone at once', async () => {
    const { clock, loads, get } = create()
    const failed = new Error('no network')
    await expect(get('a', failed)).rejects.toBe(failed)
    clock.ms = 59_999
    await expect(get('a', 'there')).rejects.toBe(failed)
    expect(loads).toEqual(['a'])
    clock.ms = 60_000
    expect(await get('a', 'there')).toEqual({ value: 'there' })
    await expect(get('b', GONE)).rejects.toBe(GONE)
    expect(await get('b', 'there')).toEqual({ value: 'there' })
  })

  it('remembers no more failures than entries', async () => {
    const { loads, get } = create()
    const failed = new Error('no network')
    for (const key of ['a', 'b', 'c', 'd']) await expect(get(key, failed)).rejects.toBe(failed)
    await expect(get('d', 'd')).rejects.toBe(failed)
    expect(await get('a')).toEqual({ value: 'a' })
    expect(loads).toEqual(['a', 'b', 'c', 'd', 'a'])
  })
})
