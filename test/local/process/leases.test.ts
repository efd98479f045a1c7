import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Leases } from '../../../src/local/process/leases.ts'
import { makeFolder } from '../../support/folder.ts'

let root: string
beforeEach(async () => {
  root = await makeFolder()
  await Promise.all(['bundled', 'a', 'b'].map((name) => mkdir(join(root, name))))
})

const dirs = (...names: string[]) => names.map((name) => join(root, name))
const terms = (...names: string[]) => ({ actorDirs: dirs(...names), bundledActors: false })

/** Creates leases on a clock that the test sets. */
function makeLeases() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const [onUnused, onAttached] = [vi.fn(), vi.fn()]
  const bundledActors = join(root, 'bundled')
  const leases = new Leases({ bundledActors, onAttached, onUnused })
  leases.begin()
  return { onUnused, onAttached, leases }
}

async function close(lease: Readable): Promise<void> {
  const closed = once(lease, 'close')
  lease.destroy()
  await closed
}

/** Returns the lines that a lease has received. */
function read(lease: Readable): unknown[] {
  const text = String(lease.read() ?? '')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

describe('a platform', () => {
  test('ends ten seconds after its start if no server attaches, once', () => {
    const { onUnused } = makeLeases()
    vi.advanceTimersByTime(9_999)
    expect(onUnused).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(onUnused).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(100_000)
    expect(onUnused).toHaveBeenCalledOnce()
  })

  test('ends one second after the last of its servers is gone', async () => {
    const { leases, onUnused } = makeLeases()
    const first = await leases.attach(terms())
    const second = await leases.attach(terms())
    await close(first)
    vi.advanceTimersByTime(100_000)
    expect(onUnused).not.toHaveBeenCalled()
    await close(second)
    vi.advanceTimersByTime(999)
    expect(onUnused).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(onUnused).toHaveBeenCalledOnce()
  })

  test('goes on if another server attaches within that second', async () => {
    const { leases, onUnused } = makeLeases()
    await close(await leases.attach(terms()))
    vi.advanceTimersByTime(999)
    await leases.attach(terms())
    vi.advanceTimersByTime(100_000)
    expect(onUnused).not.toHaveBeenCalled()
  })

  test('attaches no server once it ends', async () => {
    const { leases, onUnused } = makeLeases()
    vi.advanceTimersByTime(10_000)
    await expect(leases.attach(terms())).rejects.toMatchObject({ status: 503 })
    leases.end()
    vi.advanceTimersByTime(100_000)
    expect(onUnused).toHaveBeenCalledOnce()
  })

  test('does not wait long when the server that started it names a missing folder', async () => {
    const { leases, onUnused } = makeLeases()
    const refused = leases.attach(terms('missing'))
    await expect(refused).rejects.toMatchObject({
      status: 400,
      message: `The Actors folder ${join(root, 'missing')} cannot be read. Create it or choose another.`,
    })
    vi.advanceTimersByTime(1000)
    expect(onUnused).toHaveBeenCalledOnce()
  })

  test('goes on for the others when a server names a missing folder', async () => {
    const { leases, onUnused } = makeLeases()
    await leases.attach(terms('a'))
    await expect(leases.attach(terms('missing'))).rejects.toMatchObject({ status: 400 })
    vi.advanceTimersByTime(100_000)
    expect(onUnused).not.toHaveBeenCalled()
    expect(leases.actorDirs).toEqual(dirs('a'))
  })
})

test('the Actor folders are those of all servers, each as long as one has it', async () => {
  const { leases } = makeLeases()
  expect(leases.actorDirs).toEqual([])
  const first = await leases.attach({ actorDirs: dirs('a'), bundledActors: true })
  const second = await leases.attach(terms('b', 'a'))
  expect(leases.actorDirs).toEqual(dirs('bundled', 'a', 'b'))
  await close(first)
  expect(leases.actorDirs).toEqual(dirs('b', 'a'))
  await close(second)
  expect(leases.actorDirs).toEqual([])
})

test('lines go to all servers, and those before the first server to that one', async () => {
  const { leases } = makeLeases()
  leases.log('early')
  const first = await leases.attach(terms())
  const second = await leases.attach(terms())
  leases.log('both')
  expect(read(first)).toEqual([{ attached: true }, { log: 'early' }, { log: 'both' }])
  expect(read(second)).toEqual([{ attached: true }, { log: 'both' }])
})

test('what is wrong with Actors is said to each server that attaches', async () => {
  const { leases, onAttached } = makeLeases()
  await leases.attach(terms())
  await leases.attach(terms())
  expect(onAttached).toHaveBeenCalledTimes(2)
})

test('a server that reads nothing does not fill the memory', async () => {
  const { leases } = makeLeases()
  const lease = await leases.attach(terms())
  const line = 'x'.repeat(100_000)
  for (let i = 0; i < 100; i++) leases.log(line)
  expect(lease.readableLength).toBeLessThan(2_000_000)
})
