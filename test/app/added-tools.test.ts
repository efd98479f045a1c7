import { describe, expect, it } from 'vitest'
import { AddedTools } from '../../src/app/added-tools.ts'
import { ToolError } from '../../src/shared/errors.ts'
import type { ActorTool } from '../../tools/runs/actor-as-tool.ts'
import { actorTool, beginActorTools } from '../support/actor-tools.ts'
import { onlyFaked } from '../support/call-handler.ts'

const apify = onlyFaked({})
const { signal } = new AbortController()
const ID = 'HG7ML7M8z78YcAPEB'

/** Begins a list to which calls add. Every Actor can be read at once, unless `load` says otherwise. */
function begin(
  named?: string[],
  load = async (actor: string): Promise<ActorTool> => actorTool(actor),
) {
  const operator = beginActorTools(named ?? [])
  const list = new AddedTools({
    named: named && operator.tools,
    takenNames: new Set(['get_run', 'taken--name']),
    load,
  })
  let changes = 0
  list.onChange(() => changes++)
  return {
    list,
    operator,
    changes: () => changes,
    add: (actor: string) => list.add(actor, apify),
    names: () => list.arrived().map(({ name }) => name),
  }
}

/** Returns a function that reads Actors when the test says so. */
function heldReads() {
  const reads: { resolve(tool: ActorTool): void; reject(error: Error): void }[] = []
  const load = () =>
    new Promise<ActorTool>((resolve, reject) => {
      reads.push({ resolve, reject })
    })
  return { reads, load }
}

describe('an Actor that is added', () => {
  it('has a tool at the end of the list, which is announced and can be called at once', async () => {
    const { list, operator, add, names, changes } = begin(['a/b'])
    await operator.arrive('a/b')
    expect(await add('c/d')).toEqual({ toolName: 'c--d', actorName: 'c/d' })
    expect(await list.find('c--d', signal)).toMatchObject({ name: 'c--d', title: 'c/d' })
    expect(await list.find('a--b', signal)).toMatchObject({ title: 'a/b' })
    expect([names(), changes()]).toEqual([['a--b', 'c--d'], 1])
    expect(list.arrived()).toBe(list.arrived())
  })

  it('and was added before, or named by the operator, has the tool that it had', async () => {
    const { list, operator, add, names, changes } = begin(['a/b'])
    await operator.arrive('a/b')
    await add('c/d')
    const before = list.arrived()
    expect(await add('c/d')).toEqual({ toolName: 'c--d', actorName: 'c/d' })
    expect(await add('a/b')).toEqual({ toolName: 'a--b', actorName: 'a/b' })
    expect([names(), changes()]).toEqual([['a--b', 'c--d'], 1])
    expect(list.arrived()).toBe(before)
  })

  it('by two calls at the same time has one tool', async () => {
    const { reads, load } = heldReads()
    const { add, names, changes } = begin(undefined, load)
    const both = Promise.all([add('c/d'), add(ID)])
    for (const { resolve } of reads.toReversed()) resolve(actorTool('c/d'))
    const added = { toolName: 'c--d', actorName: 'c/d' }
    expect(await both).toEqual([added, added])
    expect([names(), changes()]).toEqual([['c--d'], 1])
  })

  it('is added by the call that goes on if another one has failed', async () => {
    const { reads, load } = heldReads()
    const { add, names, changes } = begin(undefined, load)
    const cancelled = add('c/d')
    const other = add('c/d')
    reads[0]?.reject(new DOMException('It was aborted.', 'AbortError'))
    await expect(cancelled).rejects.toThrow('aborted')
    expect([names(), changes()]).toEqual([[], 0])
    reads[1]?.resolve(actorTool('c/d'))
    expect(await other).toHaveProperty('toolName', 'c--d')
    expect(names()).toEqual(['c--d'])
  })

  it('and cannot be read changes nothing', async () => {
    const failure = new ToolError('The input schema of this Actor cannot be read.', '')
    const { add, names, changes } = begin(undefined, () => Promise.reject(failure))
    await expect(add('c/d')).rejects.toBe(failure)
    expect([names(), changes()]).toEqual([[], 0])
  })

  it('has no more than 19 others beside it, until one is removed', async () => {
    const { list, add, names } = begin()
    for (let i = 1; i <= 20; i++) await add(`a/b${i}`)
    await expect(add('a/b21')).rejects.toThrow(
      '20 tools were added already, the most that this server takes. Remove one with `remove_actor_tool`',
    )
    expect(await add('a/b7')).toHaveProperty('toolName', 'a--b7')
    expect(names()).toHaveLength(20)
    list.remove('a/b7')
    expect(await add('a/b21')).toHaveProperty('toolName', 'a--b21')
    expect(names().slice(-2)).toEqual(['a--b20', 'a--b21'])
  })
})

describe('the name of a tool that is added', () => {
  it('differs from every other, which keep theirs', async () => {
    const { operator, add, names } = begin(['x/a.b'])
    await operator.arrive('x/a.b')
    const hashed = /^x--a-b-[0-9a-f]{6}$/
    expect((await add('x/a-b')).toolName).toMatch(hashed)
    expect((await add('x/a~b')).toolName).toMatch(hashed)
    expect((await add('taken/name')).toolName).toMatch(/^taken--name-[0-9a-f]{6}$/)
    expect(names()[0]).toBe('x--a-b')
    expect(new Set(names()).size).toBe(4)
  })

  it('leaves that of an Actor free which the operator has named, and is still being read', async () => {
    const { operator, add, names, list } = begin(['x/a.b', ID])
    const { toolName } = await add('x/a-b')
    expect(toolName).toMatch(/^x--a-b-[0-9a-f]{6}$/)
    const other = await add('c/d')
    expect(other.toolName).toMatch(/^c--d-[0-9a-f]{6}$/)
    await operator.arrive('x/a.b')
    await operator.arrive(ID, 'c/d')
    // The Actor by its id is the one that was added: it is listed once, and both names are answered.
    expect(names()).toEqual(['x--a-b', 'c--d', toolName])
    expect(await list.find(other.toolName, signal)).toMatchObject({ title: 'c/d' })
    expect((await add('e/f')).toolName).toBe('e--f')
  })
})

describe('a tool that is removed', () => {
  it.each(['c--d', 'c/d', 'c~d', 'id of c/d', 'plain'])(
    'is gone when it is named %s',
    async (name) => {
      const { list, names, changes, add } = begin(undefined, async () => actorTool('c/d'))
      await add('plain')
      expect(list.remove(name)).toEqual({ toolName: 'c--d', actorName: 'c/d' })
      expect([names(), changes()]).toEqual([[], 2])
      expect(await list.find('c--d', signal)).toBeUndefined()
      await add('c/d')
      expect(names()).toEqual(['c--d'])
    },
  )

  it.each(['a/b', 'a~b', 'a--b'])('is none of the operator: %s', async (name) => {
    const { list, operator, add, names } = begin(['a/b'])
    await operator.arrive('a/b')
    await add('c/d')
    expect(() => list.remove(name)).toThrow(
      `The operator of this server has named "${name}" (\`--actor-tools\`), so it stays. Those that can be removed: c--d.`,
    )
    expect(names()).toEqual(['a--b', 'c--d'])
  })

  it('must have been added', async () => {
    const { list, add } = begin()
    expect(() => list.remove('get_run')).toThrow(
      'No tool was added for "get_run". There is none to remove.',
    )
    await add('c/d')
    await add('e/f')
    expect(() => list.remove('g/h')).toThrow(
      'No tool was added for "g/h". Those that can be removed: c--d, e--f.',
    )
  })
})

describe('the list', () => {
  it('is complete, and ready, when the Actors of the operator are', async () => {
    const { list, operator, names, changes } = begin(['a/b'])
    expect(list.isComplete()).toBe(false)
    const ready = list.ready()
    await operator.pass(2500)
    await ready
    await operator.arrive('a/b')
    expect([list.isComplete(), names(), changes()]).toEqual([true, ['a--b'], 1])
    const alone = begin()
    await alone.list.ready()
    expect(alone.list.isComplete()).toBe(true)
  })

  it('tells nothing to who has stopped listening', async () => {
    const { list, add } = begin()
    let heard = 0
    const end = list.onChange(() => heard++)
    await add('a/b')
    end()
    await add('c/d')
    expect(heard).toBe(1)
  })
})
