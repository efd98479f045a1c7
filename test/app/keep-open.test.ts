import { describe, expect, it, vi } from 'vitest'
import { keepOpen } from '../../src/app/keep-open.ts'

/** Opens connections that the test can lose. */
function setUp() {
  const opened: { isLost: boolean; close: () => Promise<void> }[] = []
  const open = vi.fn(async () => {
    const one = { isLost: false, isOpen: async () => !one.isLost, close: vi.fn(async () => {}) }
    opened.push(one)
    return one
  })
  const onLost = vi.fn()
  return { opened, open, onLost, kept: keepOpen(open, onLost) }
}

describe('a connection for all calls', () => {
  it('is opened with the first call, once', async () => {
    const { kept, open, opened } = setUp()
    expect(open).not.toHaveBeenCalled()
    const got = await Promise.all([kept.get(), kept.get()])
    expect(got).toEqual([opened[0], opened[0]])
    expect(await kept.get()).toBe(opened[0])
    await kept.close()
    expect(opened[0]?.close).toHaveBeenCalledOnce()
  })

  it('is replaced once when it is lost, however many calls find out', async () => {
    const { kept, opened, onLost } = setUp()
    const first = await kept.get()
    first.isLost = true
    const got = await Promise.all([kept.get(), kept.get(), kept.get()])
    expect(new Set(got)).toEqual(new Set([opened[1]]))
    expect(opened).toHaveLength(2)
    expect(onLost).toHaveBeenCalledOnce()
    expect(first.close).toHaveBeenCalledOnce()
  })

  it('is opened again after it could not be opened', async () => {
    const { kept, open, opened } = setUp()
    open.mockRejectedValueOnce(new Error('locked'))
    await expect(kept.get()).rejects.toThrow('locked')
    expect(await kept.get()).toBe(opened[0])
  })

  it('is not opened for ever if each is lost at once', async () => {
    const { kept, open, opened } = setUp()
    const original = open.getMockImplementation()
    open.mockImplementation(async () => {
      const one = await (original ?? open)()
      one.isLost = true
      return one
    })
    await expect(kept.get()).rejects.toThrow('lost 3 times')
    expect(opened).toHaveLength(3)
  })

  it('that was never opened has nothing to close', async () => {
    const { kept, open } = setUp()
    await kept.close()
    expect(open).not.toHaveBeenCalled()
  })

  it('is closed for good', async () => {
    const { kept, open, opened } = setUp()
    await kept.get()
    await kept.close()
    await expect(kept.get()).rejects.toThrow('The server is shutting down and did nothing.')
    expect(open).toHaveBeenCalledOnce()
    expect(opened[0]?.close).toHaveBeenCalledOnce()
  })

  it('is closed even while it is being opened', async () => {
    const { kept, opened } = setUp()
    const got = expect(kept.get()).rejects.toThrow('The server is shutting down and did nothing.')
    await kept.close()
    await got
    expect(opened[0]?.close).toHaveBeenCalledOnce()
  })

  it('is not opened again if it is closed while it is found lost', async () => {
    const { kept, open, opened } = setUp()
    const first = await kept.get()
    first.isLost = true
    const got = expect(kept.get()).rejects.toThrow('The server is shutting down and did nothing.')
    await kept.close()
    await got
    expect(open).toHaveBeenCalledOnce()
    expect(opened[0]?.close).toHaveBeenCalledOnce()
  })
})
