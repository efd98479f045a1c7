import { describe, expect, it } from 'vitest'
import { narrowLateTools } from '../../../src/mcp/access/narrow-late-tools.ts'
import { beginActorTools } from '../../support/actor-tools.ts'

const ID = 'HG7ML7M8z78YcAPEB'

function begin() {
  const { tools, ...rest } = beginActorTools(['a/b', 'c~d', ID])
  const left = narrowLateTools(tools, new Set(['a/b']))
  const { signal } = new AbortController()
  return { all: tools, left, signal, ...rest }
}

describe('the late tools of some Actors', () => {
  it('are theirs alone, and the same list as long as nothing has changed', async () => {
    const { left, arrive } = begin()
    expect(left.actors).toEqual(['a/b'])
    await arrive('c/d')
    expect(left.arrived()).toEqual([])
    await arrive('a/b')
    const arrived = left.arrived()
    expect(arrived.map(({ name }) => name)).toEqual(['a--b'])
    expect(left.arrived()).toBe(arrived)
  })

  it('are complete when theirs are', async () => {
    const { all, left, arrive } = begin()
    expect(left.isComplete()).toBe(false)
    await arrive('a/b')
    expect([left.isComplete(), all.isComplete()]).toEqual([true, false])
  })

  it('are found, and nothing is waited for that another one may become', async () => {
    const { all, left, signal, arrive, waits } = begin()
    expect(await left.find('c--d', signal)).toBeUndefined()
    expect(waits()).toEqual([])
    const found = left.find('a--b', signal)
    expect(waits()).toEqual([9000])
    await arrive('a/b')
    expect(await found).toMatchObject({ name: 'a--b' })
    await arrive('c/d')
    expect(await all.find('c--d', signal)).toMatchObject({ name: 'c--d' })
    expect(await left.find('c--d', signal)).toBeUndefined()
  })
})

describe('an Actor', () => {
  it('is known by every name that it has', async () => {
    const { all, arrive } = begin()
    expect(['a/b', ' a~b/', 'c/d', ID].map((name) => all.actorNamed(name))).toEqual([
      'a/b',
      'a/b',
      'c/d',
      ID,
    ])
    expect(all.actorNamed('e/f')).toBeUndefined()
    await arrive(ID, 'e/f')
    expect(all.actorNamed('e/f')).toBe(ID)
    const [tool] = narrowLateTools(all, new Set([ID])).arrived()
    expect(tool?.title).toBe('e/f')
  })

  it('has its tool under each name by which the operator named it', async () => {
    const { all, arrive } = begin()
    await arrive('a/b')
    await arrive(ID, 'a/b')
    for (const name of ['a/b', ID])
      expect(narrowLateTools(all, new Set([name])).arrived()).toHaveLength(1)
    expect(narrowLateTools(all, new Set(['c/d'])).arrived()).toEqual([])
  })
})
