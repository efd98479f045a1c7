import { describe, expect, it } from 'vitest'
import { beginActorTools } from '../support/actor-tools.ts'

const signal = new AbortController().signal

describe('the names of Actor tools', () => {
  it.each([
    [['a/b', 'a/b'], 'twice'],
    [['a/b', 'a~b'], 'with a tilde'],
    [['a/b', ' a/b ', 'a/b/'], 'with blanks and a slash at the end'],
    [['a/b', 'HG7ML7M8z78YcAPEB'], 'as an id'],
    [['HG7ML7M8z78YcAPEB', 'a/b'], 'as an id first'],
    [['a/b', 'A/B'], 'in capitals'],
    [['https://apify.com/a/b', 'a/b'], 'as an address'],
  ])('one Actor, %j, is one tool', async (actors) => {
    const { tools, arrive, reads, names } = beginActorTools(actors)
    for (const { actor } of [...reads]) await arrive(actor, 'a/b')
    expect(names()).toEqual(['a--b'])
    expect(tools.isComplete()).toBe(true)
  })

  it('each name is read once', () => {
    const { reads } = beginActorTools(['a/b', 'a~b', '', 'c/d', 'a/b/'])
    expect(reads.map(({ actor }) => actor)).toEqual(['a/b', 'c/d'])
  })

  const TWINS = ['a.b/c', 'a-b/c', 'a b/c']
  const LONG = `a/${'very-'.repeat(9)}`
  it.each([
    [TWINS],
    [['a-/b', 'a/-b']],
    [['x/y', 'x/y!', 'x/z']],
    [[`${LONG}.1`, `${LONG}-1`]],
    [['a.b/c', 'a/b']],
  ])('two Actors, %j, are two tools with names that no order changes', async (actors) => {
    const named = async (order: string[]) => {
      const { tools, arrive } = beginActorTools(order)
      for (const actor of order) await arrive(actor)
      return new Map(tools.arrived().map(({ name, title }) => [title, name]))
    }
    const first = await named(actors)
    expect(new Set(first.values()).size).toBe(actors.length)
    for (const name of first.values()) expect(name).toMatch(/^[a-zA-Z_][\w-]{0,39}$/)
    expect(await named(actors.toReversed())).toEqual(new Map([...first].reverse()))
  })

  it('a name is the same before the Actor that would share it has arrived', async () => {
    const { arrive, names } = beginActorTools(TWINS)
    await arrive('a-b/c')
    const [first = ''] = names()
    expect(first).toMatch(/^a-b--c-\w{6}$/)
    for (const actor of TWINS) await arrive(actor)
    expect(names()).toContain(first)
    expect(new Set(names()).size).toBe(3)
  })

  it('an id that turns out to share a name leaves the old name callable', async () => {
    const { tools, arrive, names } = beginActorTools(['a-b/c', 'HG7ML7M8z78YcAPEB'])
    await arrive('a-b/c')
    expect(names()).toEqual(['a-b--c'])
    await arrive('HG7ML7M8z78YcAPEB', 'a.b/c')
    expect(new Set(names()).size).toBe(2)
    expect(names()).not.toContain('a-b--c')
    expect(await tools.find('a-b--c', signal)).toMatchObject({ title: 'a-b/c' })
  })

  it('a name of another tool of the server is not taken', async () => {
    const { arrive, names } = beginActorTools(['whoami'], ['whoami'])
    await arrive('whoami')
    expect(names()).toEqual([expect.stringMatching(/^whoami-\w{6}$/)])
  })
})
