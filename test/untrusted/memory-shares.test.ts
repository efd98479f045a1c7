import { describe, expect, it } from 'vitest'
import { ToolError } from '../../src/shared/errors.ts'
import { MemoryShares } from '../../src/untrusted/memory-shares.ts'

const { signal } = new AbortController()
const ofTotal = (total: number) =>
  new MemoryShares({
    total,
    most: (tenant) => (tenant === 'small' ? 1 : total / 2),
    maxWaiting: 2,
    busy: () => new ToolError('All memory is used.', 'Call again.'),
  })
const shares = () => ofTotal(16)

/** Notes the order in which waiting tenants are let in. */
function recorder(memory: MemoryShares) {
  const order: string[] = []
  const ask = (name: string, tenant: string | undefined, amount: number) =>
    memory.acquire(tenant, amount, signal).then((release) => {
      order.push(name)
      return release
    })
  return { order, ask }
}

describe('the memory of a server', () => {
  it('is given as long as there is some, and back once', async () => {
    const memory = shares()
    const { order, ask } = recorder(memory)
    const first = await ask('first', undefined, 8)
    const second = ask('second', undefined, 4)
    const third = ask('third', undefined, 4)
    expect(order).toEqual(['first'])
    first()
    first()
    await Promise.all([second, third])
    expect(order).toEqual(['first', 'second', 'third'])
  })

  it('is never all with one tenant of several', async () => {
    const memory = shares()
    const { order, ask } = recorder(memory)
    const first = await ask('a1', 'a', 8)
    const waiting = ask('a2', 'a', 8)
    await ask('b1', 'b', 8)
    expect(order).toEqual(['a1', 'b1'])
    first()
    await waiting
    expect(order).toEqual(['a1', 'b1', 'a2'])
  })

  it('is given up to the most of each tenant', async () => {
    const memory = shares()
    const { order, ask } = recorder(memory)
    const first = await ask('small1', 'small', 1)
    const waiting = ask('small2', 'small', 1)
    await ask('a1', 'a', 8)
    expect(order).toEqual(['small1', 'a1'])
    first()
    await waiting
    expect(order).toEqual(['small1', 'a1', 'small2'])
  })

  it('goes to the tenant that holds least', async () => {
    const memory = ofTotal(4)
    const { order, ask } = recorder(memory)
    await ask('a1', 'a', 1)
    const release = await ask('b1', 'b', 2)
    await ask('c1', 'c', 1)
    const late = [ask('a2', 'a', 1), ask('d1', 'd', 1)]
    release()
    await Promise.all(late)
    expect(order).toEqual(['a1', 'b1', 'c1', 'd1', 'a2'])
  })

  it('is refused to a tenant of which too many calls wait', async () => {
    const memory = shares()
    const { ask } = recorder(memory)
    await ask('first', 'a', 8)
    const waiting = [ask('second', 'a', 4), ask('third', 'a', 4)]
    await expect(ask('fourth', 'a', 4)).rejects.toThrow('All memory is used. Call again.')
    expect(waiting).toHaveLength(2)
  })

  it('goes to the next one when the call before it no longer waits', async () => {
    const memory = shares()
    const { ask } = recorder(memory)
    const controller = new AbortController()
    await ask('first', 'a', 4)
    const large = memory.acquire('a', 8, controller.signal)
    const small = ask('small', 'a', 4)
    controller.abort(new Error('cancelled'))
    await expect(large).rejects.toThrow('cancelled')
    await small
  })

  it('is not given to a call that has ended', async () => {
    const memory = shares()
    const controller = new AbortController()
    const release = await memory.acquire(undefined, 8, signal)
    const waiting = memory.acquire(undefined, 8, controller.signal)
    controller.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
    await expect(memory.acquire(undefined, 8, controller.signal)).rejects.toThrow('cancelled')
    release()
    await expect(memory.acquire(undefined, 8, signal)).resolves.toBeTypeOf('function')
  })
})
