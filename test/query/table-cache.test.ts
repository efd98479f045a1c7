import { describe, expect, it } from 'vitest'
import { Engine } from '../../src/query/engine.ts'
import { TableCache } from '../../src/query/table-cache.ts'
import { FakeWorker } from '../support/fake-engine.ts'

const OPTIONS = Promise.resolve({ maxMb: 16, program: undefined, isSpare: false })

function loaded(bytes = 1) {
  const worker = new FakeWorker()
  return { worker, engine: new Engine(OPTIONS, () => worker), tables: [], bytes }
}

const id = (key: string, version = 'v') => ({ key, version })

describe('kept tables', () => {
  it('are at most three: the ones that were used last', () => {
    const cache = new TableCache(100)
    const all = ['a', 'b', 'c'].map((key) => ({ key, ...loaded() }))
    for (const one of all) cache.put(id(one.key), one)
    const used = cache.take(id('a'))
    if (used) cache.put(id('a'), used)
    cache.put(id('d'), loaded())
    expect(all.map(({ worker }) => worker.isEnded)).toEqual([false, true, false])
  })

  it('take no more memory than they may', () => {
    const cache = new TableCache(100)
    const [first, second] = [loaded(60), loaded(60)]
    cache.put(id('a'), first)
    cache.put(id('b'), second)
    expect([first, second].map(({ worker }) => worker.isEnded)).toEqual([true, false])
  })

  it('serve one question at a time, and end when their rows differ', () => {
    const cache = new TableCache(100)
    const one = loaded()
    cache.put(id('a'), one)
    expect(cache.take(id('a'))?.engine).toBe(one.engine)
    expect(cache.take(id('a'))).toBeUndefined()
    cache.put(id('a'), one)
    expect(cache.take(id('a', 'v2'))).toBeUndefined()
    expect(one.worker.isEnded).toBe(true)
  })

  it('are not given out after their engine has ended', () => {
    const cache = new TableCache(100)
    const one = loaded()
    cache.put(id('a'), one)
    one.worker.emit('exit', 1)
    expect(cache.take(id('a'))).toBeUndefined()
  })
})
