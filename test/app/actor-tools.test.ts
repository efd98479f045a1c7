import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ApiFailure } from '../../src/apify/transport/api-failure.ts'
import { ActorTools } from '../../src/app/actor-tools.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { defineTool, SPEND } from '../../src/tool-call/tool.ts'
import type { ActorTool } from '../../tools/runs/actor-as-tool.ts'

const DOWN = new ApiFailure('Apify answered 503.', '', 'answered', 503)
const GONE = new ApiFailure('It was not found.', '', 'answered', 404)

function actorTool(fullName: string, key = fullName): ActorTool {
  const tool = defineTool({
    name: 'any',
    title: fullName,
    description: `Runs ${fullName}.`,
    toolset: 'actors',
    annotations: SPEND,
    input: z.strictObject({}),
    output: z.object({}),
    handler: async () => ({}),
  })
  return { key, fullName, tool }
}

/** Begins to read Actors. The test answers for the API and moves the clock. */
function begin(actors: string[], takenNames: string[] = []) {
  const reads: { actor: string; resolve(tool: ActorTool): void; reject(error: Error): void }[] = []
  const waits: { ms: number; end(): void }[] = []
  const lines: string[] = []
  const tools = new ActorTools({
    actors,
    takenNames: new Set(takenNames),
    load: (actor) =>
      new Promise((resolve, reject) => {
        reads.push({ actor, resolve, reject })
      }),
    log: (line) => lines.push(line),
    wait: (ms, { signal }) =>
      new Promise<void>((resolve) => {
        waits.push({ ms, end: resolve })
        signal.addEventListener('abort', () => resolve())
      }),
  })
  const settle = () => new Promise(setImmediate)
  return {
    tools,
    lines,
    reads,
    /** The waits that were begun, in milliseconds. */
    waits: () => waits.map(({ ms }) => ms),
    names: () => tools.arrived().map(({ name }) => name),
    async arrive(actor: string, fullName = actor, key?: string) {
      reads.findLast((read) => read.actor === actor)?.resolve(actorTool(fullName, key))
      await settle()
    },
    async fail(actor: string, error: Error) {
      reads.findLast((read) => read.actor === actor)?.reject(error)
      await settle()
    },
    /** Ends the last wait of so many milliseconds. */
    async pass(ms: number) {
      waits.findLast((wait) => wait.ms === ms)?.end()
      await settle()
    },
  }
}

const signal = new AbortController().signal

describe('the names of Actor tools', () => {
  it.each([
    [['a/b', 'a/b'], 'twice'],
    [['a/b', 'a~b'], 'with a tilde'],
    [['a/b', ' a/b ', 'a/b/'], 'with blanks and a slash at the end'],
    [['a/b', 'HG7ML7M8z78YcAPEB'], 'as an id'],
    [['HG7ML7M8z78YcAPEB', 'a/b'], 'as an id first'],
    [['a/b', 'A/B'], 'in capitals'],
  ])('one Actor, %j, is one tool', async (actors) => {
    const { tools, arrive, reads, names } = begin(actors)
    for (const { actor } of [...reads]) await arrive(actor, 'a/b')
    expect(names()).toEqual(['a--b'])
    expect(tools.isComplete()).toBe(true)
  })

  it('each name is read once', () => {
    const { reads } = begin(['a/b', 'a~b', '', 'c/d', 'a/b/'])
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
      const { tools, arrive } = begin(order)
      for (const actor of order) await arrive(actor)
      return new Map(tools.arrived().map(({ name, title }) => [title, name]))
    }
    const first = await named(actors)
    expect(new Set(first.values()).size).toBe(actors.length)
    for (const name of first.values()) expect(name).toMatch(/^[a-zA-Z_][\w-]{0,39}$/)
    expect(await named(actors.toReversed())).toEqual(new Map([...first].reverse()))
  })

  it('a name is the same before the Actor that would share it has arrived', async () => {
    const { arrive, names } = begin(TWINS)
    await arrive('a-b/c')
    const [first = ''] = names()
    expect(first).toMatch(/^a-b--c-\w{6}$/)
    for (const actor of TWINS) await arrive(actor)
    expect(names()).toContain(first)
    expect(new Set(names()).size).toBe(3)
  })

  it('an id that turns out to share a name leaves the old name callable', async () => {
    const { tools, arrive, names } = begin(['a-b/c', 'HG7ML7M8z78YcAPEB'])
    await arrive('a-b/c')
    expect(names()).toEqual(['a-b--c'])
    await arrive('HG7ML7M8z78YcAPEB', 'a.b/c')
    expect(new Set(names()).size).toBe(2)
    expect(names()).not.toContain('a-b--c')
    expect(await tools.find('a-b--c', signal)).toMatchObject({ title: 'a-b/c' })
  })

  it('a name of another tool of the server is not taken', async () => {
    const { arrive, names } = begin(['whoami'], ['whoami'])
    await arrive('whoami')
    expect(names()).toEqual([expect.stringMatching(/^whoami-\w{6}$/)])
  })
})

describe('a list of tools', () => {
  it('waits until every Actor was tried', async () => {
    const { tools, arrive, fail, names } = begin(['a/b', 'c/d', 'e/f'])
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

  it('waits 3 s at most, in all', async () => {
    const { tools, arrive, pass, waits, lines } = begin(['a/b', 'c/d'])
    expect(waits()).toEqual([])
    const both = Promise.all([tools.ready(), tools.ready()])
    await arrive('a/b')
    await pass(3000)
    await both
    await tools.ready()
    expect(waits()).toEqual([3000])
    expect(lines).toEqual([
      '--actor-tools: c/d is still being read. Its tool is added when it arrives.',
    ])
  })

  it('has Actors in the order of the flag, not of their arrival', async () => {
    const { arrive, names } = begin(['a/b', 'c/d', 'e/f'])
    for (const actor of ['e/f', 'a/b', 'c/d']) await arrive(actor)
    expect(names()).toEqual(['a--b', 'c--d', 'e--f'])
  })

  it('is announced as changed once it may have been read', async () => {
    const { tools, arrive, pass } = begin(['a/b', 'c/d', 'e/f'])
    let changes = 0
    const end = tools.onChange(() => changes++)
    await arrive('a/b')
    expect(changes).toBe(0)
    tools.ready()
    await pass(3000)
    await arrive('c/d')
    expect(changes).toBe(1)
    end()
    await arrive('e/f')
    expect(changes).toBe(1)
  })
})

describe('an Actor that cannot be read', () => {
  it.each([
    ['a status that stays', GONE],
    ['an error of our own', new ToolError('Its required fields do not fit.', '')],
  ])('is left out after %s', async (_, error) => {
    const { tools, fail, lines, waits } = begin(['a/b'])
    await fail('a/b', error)
    expect(tools.isComplete()).toBe(true)
    expect(lines).toEqual([`--actor-tools: a/b is left out. ${error.message}`])
    expect(waits()).toEqual([])
  })

  it.each([
    ['an outage', DOWN],
    ['a broken connection', new ApiFailure('It broke.', '', 'lost')],
    ['an unexpected error', new TypeError('x is not a function')],
  ])('is tried again after %s, ever more rarely', async (_, error) => {
    const { tools, fail, pass, lines, waits, arrive, names } = begin(['a/b'])
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
    const { tools, fail, reads } = begin(['a/b', 'c/d'])
    await fail('a/b', DOWN)
    tools.stop()
    await fail('c/d', DOWN)
    await tools.ready()
    expect(reads).toHaveLength(2)
  })
})

describe('a call', () => {
  it('waits for an Actor that is still being read', async () => {
    const { tools, arrive } = begin(['a/b', 'c/d'])
    const found = tools.find('c--d', signal)
    await arrive('a/b')
    await arrive('c/d')
    expect(await found).toMatchObject({ title: 'c/d' })
  })

  it('waits for a bounded time', async () => {
    const { tools, pass, waits } = begin(['a/b'])
    const found = tools.find('a--b', signal)
    expect(waits()).toEqual([9000])
    await pass(9000)
    expect(await found).toBe('late')
  })

  it('ends its wait when the Actor turns out not to exist', async () => {
    const { tools, fail } = begin(['a/b'])
    const found = tools.find('a--b', signal)
    await fail('a/b', GONE)
    expect(await found).toBeUndefined()
  })

  it('ends its wait when it is cancelled', async () => {
    const { tools } = begin(['a/b'])
    const call = new AbortController()
    const found = tools.find('a--b', call.signal)
    call.abort()
    expect(await found).toBe('late')
  })

  it('of another name does not wait', async () => {
    const { tools, waits } = begin(['a/b'])
    expect(await tools.find('c--d', signal)).toBeUndefined()
    expect(waits()).toEqual([])
  })

  it('waits for any name if an Actor was named by its id', async () => {
    const { tools, arrive } = begin(['HG7ML7M8z78YcAPEB'])
    const found = tools.find('a--b', signal)
    await arrive('HG7ML7M8z78YcAPEB', 'a/b')
    expect(await found).toMatchObject({ title: 'a/b' })
  })
})
