import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../../src/apify/transport/api-failure.ts'
import { foreignFailure } from '../../src/apify/transport/foreign-answer.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { beginActorTools } from '../support/actor-tools.ts'

const DOWN = new ApiFailure('Apify answered 503.', '', 'answered', 503)
const GONE = new ApiFailure('It was not found.', '', 'answered', 404)

const signal = new AbortController().signal

describe('a list of tools', () => {
  it('waits until every Actor was tried', async () => {
    const { tools, arrive, fail, names } = beginActorTools(['a/b', 'c/d', 'e/f'])
    let isReady = false
    const ready = tools.ready().then(() => {
      isReady = true
    })
    await arrive('a/b')
    await fail('c/d', GONE)
    expect([isReady, tools.isComplete()]).toEqual([false, false])
    await fail('e/f', DOWN)
    await ready
    expect([names(), tools.isComplete()]).toEqual([['a--b'], false])
  })

  it('waits for a bounded time, in all', async () => {
    const { tools, arrive, pass, waits, lines } = beginActorTools(['a/b', 'c/d'])
    expect(waits()).toEqual([])
    const both = Promise.all([tools.ready(), tools.ready()])
    await arrive('a/b')
    await pass(2500)
    await both
    await tools.ready()
    expect(waits()).toEqual([2500])
    expect(lines).toEqual([
      '--actor-tools: c/d is still being read. Its tool is added when it arrives.',
    ])
  })

  it('has Actors in the order of the flag, not of their arrival', async () => {
    const { arrive, names } = beginActorTools(['a/b', 'c/d', 'e/f'])
    for (const actor of ['e/f', 'a/b', 'c/d']) await arrive(actor)
    expect(names()).toEqual(['a--b', 'c--d', 'e--f'])
  })

  it('is announced as changed once it may have been read', async () => {
    const { tools, arrive, pass } = beginActorTools(['a/b', 'c/d', 'e/f'])
    let changes = 0
    const end = tools.onChange(() => changes++)
    await arrive('a/b')
    expect(changes).toBe(0)
    tools.ready()
    await pass(2500)
    await arrive('c/d')
    expect(changes).toBe(1)
    end()
    await arrive('e/f')
    expect(changes).toBe(1)
  })

  it('is not announced as changed by another name of an Actor that it has', async () => {
    const { tools, arrive, pass } = beginActorTools(['a/b', 'HG7ML7M8z78YcAPEB', 'c/d'])
    let changes = 0
    tools.onChange(() => changes++)
    await arrive('a/b')
    tools.ready()
    await pass(2500)
    await arrive('HG7ML7M8z78YcAPEB', 'a/b')
    expect(changes).toBe(0)
    await arrive('c/d')
    expect(changes).toBe(1)
  })
})

describe('an Actor that cannot be read', () => {
  it.each([
    ['a status that stays', GONE],
    ['an error of our own', new ToolError('Its required fields do not fit.', '')],
  ])('is left out after %s', async (_, error) => {
    const { tools, fail, lines, waits } = beginActorTools(['a/b'])
    await fail('a/b', error)
    expect(tools.isComplete()).toBe(true)
    expect(lines).toEqual([`--actor-tools: a/b is left out. ${error.message}`])
    expect(waits()).toEqual([])
  })

  it.each([
    ['an outage', DOWN],
    ['a broken connection', new ApiFailure('It broke.', '', 'lost')],
    ['an answer that makes no sense', new ApiFailure('It is HTML.', '', 'answered', 200)],
    ['a page of a gateway', foreignFailure({ title: 'Please log in' }, { status: 403 })],
    ['an unexpected error', new TypeError('x is not a function')],
    ['a timeout', new DOMException('It took too long.', 'TimeoutError')],
  ])('is tried again after %s, ever more rarely', async (_, error) => {
    const { tools, fail, pass, lines, waits, arrive, names } = beginActorTools(['a/b'])
    for (const ms of [5000, 15_000, 45_000]) {
      await fail('a/b', error)
      expect([waits().at(-1), tools.isComplete()]).toEqual([ms, false])
      await pass(ms)
    }
    for (let i = 0; i < 3; i++) {
      await fail('a/b', error)
      expect([waits().at(-1), tools.isComplete()]).toEqual([300_000, true])
      await pass(300_000)
    }
    expect(lines).toEqual([
      expect.stringMatching(/^--actor-tools: a\/b is left out for now, and tried again\. \w/),
    ])
    await arrive('a/b')
    expect(names()).toEqual(['a--b'])
    expect(lines.at(-1)).toBe('--actor-tools: a/b is offered now.')
  })

  it('is not tried again when the server ends', async () => {
    const { tools, fail, reads } = beginActorTools(['a/b', 'c/d'])
    await fail('a/b', DOWN)
    tools.stop()
    await fail('c/d', DOWN)
    await tools.ready()
    expect(reads).toHaveLength(2)
  })
})

describe('a call', () => {
  it('waits for an Actor that is still being read', async () => {
    const { tools, arrive } = beginActorTools(['a/b', 'c/d'])
    const found = tools.find('c--d', signal)
    await arrive('a/b')
    await arrive('c/d')
    expect(await found).toMatchObject({ title: 'c/d' })
  })

  it('waits for a bounded time', async () => {
    const { tools, pass, waits } = beginActorTools(['a/b'])
    const found = tools.find('a--b', signal)
    expect(waits()).toEqual([9000])
    await pass(9000)
    expect(await found).toBe('late')
  })

  it('ends its wait when the Actor turns out not to exist', async () => {
    const { tools, fail } = beginActorTools(['a/b'])
    const found = tools.find('a--b', signal)
    await fail('a/b', GONE)
    expect(await found).toBeUndefined()
  })

  it('ends its wait when it is cancelled', async () => {
    const { tools } = beginActorTools(['a/b'])
    const call = new AbortController()
    const found = tools.find('a--b', call.signal)
    call.abort()
    expect(await found).toBe('late')
  })

  it('of another name does not wait', async () => {
    const { tools, waits } = beginActorTools(['a/b', 'HG7ML7M8z78YcAPEB'], ['get_run'])
    await tools.find('get_run', signal)
    expect(waits()).toEqual([])
    const named = beginActorTools(['a/b'])
    expect(await named.tools.find('c--d', signal)).toBeUndefined()
    expect(named.waits()).toEqual([])
  })

  it('waits for any name if an Actor was named by its id', async () => {
    const { tools, arrive } = beginActorTools(['HG7ML7M8z78YcAPEB'])
    const found = tools.find('a--b', signal)
    await arrive('HG7ML7M8z78YcAPEB', 'a/b')
    expect(await found).toMatchObject({ title: 'a/b' })
  })
})
