import { describe, expect, it } from 'vitest'
import { Engine } from '../../src/query/engine.ts'
import { TableCache } from '../../src/query/table-cache.ts'
import { FakeWorker } from '../support/fake-engine.ts'

const OPTIONS = Promise.resolve({ maxMb: 16, program: undefined, isSpare: false })

function loaded(bytes = 1) {
  const worker = new FakeWorker()
  return { worker, engine: new Engine(OPTIONS, () => worker), tables: [], bytes, version: 'v' }
}

describe('kept tables', () => {
  it('are at most three: the ones that were used last', () => {
    const cache = new TableCache(100)
    const all = ['a', 'b', 'c'].map((key) => ({ key, ...loaded() }))
    for (const one of all) cache.put(one.key, one)
    const used = cache.take('a', 'v')
    if (used) cache.put('a', used)
    cache.put('d', loaded())
    expect(all.map(({ worker }) => worker.isEnded)).toEqual([false, true, false])
  })

  it('take no more memory than they may', () => {
    const cache = new TableCache(100)
    const [first, second] = [loaded(60), loaded(60)]
    cache.put('a', first)
    cache.put('b', second)
    expect([first, second].map(({ worker }) => worker.isEnded)).toEqual([true, false])
  })

  it('serve one question at a time, and end when their rows differ', () => {
    const cache = new TableCache(100)
    const one = loaded()
    cache.put('a', one)
    expect(cache.take('a', 'v')?.engine).toBe(one.engine)
    expect(cache.take('a', 'v')).toBeUndefined()
    cache.put('a', one)
    expect(cache.take('a', 'v2')).toBeUndefined()
    expect(one.worker.isEnded).toBe(true)
  })

  it('are not given out after their engine has ended', () => {
    const cache = new TableCache(100)
    const one = loaded()
    cache.put('a', one)
    one.worker.emit('exit', 1)
    expect(cache.take('a', 'v')).toBeUndefined()
  })
})
