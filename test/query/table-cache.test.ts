import { describe, expect, it } from 'vitest'
import { Engine } from '../../src/query/engine.ts'
import { TableCache } from '../../src/query/table-cache.ts'
import { FakeWorker } from '../support/fake-engine.ts'

const OPTIONS = Promise.resolve({ maxMb: 16, program: undefined, isSpare: false })

function loaded(keys: Iterable<string>, { bytes = 1, version = 'v' } = {}) {
  const worker = new FakeWorker()
  const engine = new Engine(OPTIONS, () => worker)
  return { worker, engine, tables: [], bytes, version, keys: new Set(keys) }
}

describe('kept tables', () => {
  it('are at most three: the ones that were used last', () => {
    const cache = new TableCache(100)
    const all = ['a', 'b', 'c'].map((key) => loaded(key))
    for (const one of all) cache.put(one)
    const used = cache.take('a', 'v')
    if (used) cache.put(used)
    cache.put(loaded('d'))
    expect(all.map(({ worker }) => worker.isEnded)).toEqual([false, true, false])
  })

  it('take no more memory than they may', () => {
    const cache = new TableCache(100)
    const [first, second] = [loaded('a', { bytes: 60 }), loaded('b', { bytes: 60 })]
    cache.put(first)
    cache.put(second)
    expect([first, second].map(({ worker }) => worker.isEnded)).toEqual([true, false])
  })

  it('serve one question at a time, and end when their rows differ', () => {
    const cache = new TableCache(100)
    const one = loaded('a')
    cache.put(one)
    expect(cache.take('a', 'v')?.engine).toBe(one.engine)
    expect(cache.take('a', 'v')).toBeUndefined()
    cache.put(one)
    expect(cache.take('a', 'v2')).toBeUndefined()
    expect(one.worker.isEnded).toBe(true)
  })

  it('are one for all that means it, whichever was asked for first', () => {
    const cache = new TableCache(100)
    const [byName, byRun] = [loaded(['name', 'id']), loaded(['run', 'id'])]
    cache.put(byName)
    cache.put(byRun)
    expect([byName, byRun].map(({ worker }) => worker.isEnded)).toEqual([true, false])
    for (const key of ['name', 'id', 'run']) {
      const found = cache.take(key, 'v')
      expect(found?.engine).toBe(byRun.engine)
      if (found) cache.put(found)
    }
  })

  it('forget what meant other rows', () => {
    const cache = new TableCache(100)
    cache.put(loaded(['name', 'id']))
    cache.put(loaded(['run', 'id'], { version: 'v2' }))
    expect(['name', 'id', 'run'].map((key) => cache.has(key))).toEqual([false, true, true])
  })

  it('are not given out after their engine has ended', () => {
    const cache = new TableCache(100)
    const one = loaded('a')
    cache.put(one)
    one.worker.emit('exit', 1)
    expect(cache.take('a', 'v')).toBeUndefined()
  })
})
