import { describe, expect, it } from 'vitest'
import {
  intersectNarrowings,
  narrowActors,
  narrowEnvironment,
  narrowingOf,
} from '../../../src/mcp/access/narrowing.ts'
import { createOffered } from '../../../src/mcp/access/offered.ts'
import type { CallEnvironment } from '../../../src/tool-call/call-environment.ts'
import { DEFAULT_TOOLS } from '../../support/default-tools.ts'

const of = (...names: string[]) => new Set(names)

describe('two narrowings', () => {
  it('leave what both leave', () => {
    const one = narrowingOf({ tools: of('a', 'b'), maxResultTokens: 1000 })
    const other = narrowingOf({ tools: of('b', 'c'), actors: of('x/y'), isUnkeyed: true })
    const both = {
      tools: of('b'),
      actors: of('x/y'),
      readOnly: false,
      maxResultTokens: 1000,
      isUnkeyed: true,
    }
    expect(intersectNarrowings(one, other)).toEqual(both)
    expect(intersectNarrowings(other, one)).toEqual(both)
  })

  it.each([
    [undefined, undefined],
    [{ readOnly: true }, { tools: of('a') }],
    [{ maxResultTokens: 700 }, { maxResultTokens: 600 }],
    [{ actors: of() }, { actors: of('x/y') }],
  ])('%j and %j never leave more than one of them', (a, b) => {
    const [one, other] = [a && narrowingOf(a), b && narrowingOf(b)]
    const both = intersectNarrowings(one, other)
    for (const each of [one, other]) {
      expect(intersectNarrowings(each, undefined)).toEqual(each)
      expect(intersectNarrowings(both, each)).toEqual(both)
    }
  })
})

it('a request that may change nothing has no tool of an Actor', () => {
  expect(narrowActors(narrowingOf({ readOnly: true, actors: of('x/y') }))).toEqual(of())
  expect(narrowActors(narrowingOf({ actors: of('x/y') }))).toEqual(of('x/y'))
  expect(narrowActors(narrowingOf({}))).toBeUndefined()
})

describe('the settings of a call', () => {
  const environmentOf = (readOnly: boolean): CallEnvironment =>
    ({
      settings: { mode: 'cloud', readOnly, maxResultTokens: 4000 },
      paying: { environmentOf: () => environmentOf(readOnly) },
    }) as unknown as CallEnvironment

  it.each([
    [false, { maxResultTokens: 1000 }, { readOnly: false, maxResultTokens: 1000 }],
    [false, { maxResultTokens: 9000 }, { readOnly: false, maxResultTokens: 4000 }],
    [true, { readOnly: false }, { readOnly: true, maxResultTokens: 4000 }],
    [false, { readOnly: true }, { readOnly: true, maxResultTokens: 4000 }],
  ])('are never wider, also in a call that pays (%s, %j)', (readOnly, asked, left) => {
    const narrowed = narrowEnvironment(environmentOf(readOnly), narrowingOf(asked))
    expect(narrowed.settings).toMatchObject(left)
    const payment = {} as Parameters<NonNullable<CallEnvironment['paying']>['environmentOf']>[0]
    expect(narrowed.paying?.environmentOf(payment).settings).toMatchObject(left)
  })
})

describe('what is offered', () => {
  const handlersFor = createOffered({ tools: DEFAULT_TOOLS, structured: true })
  const all = handlersFor(undefined)

  it('is made once for requests that leave the same', () => {
    expect(handlersFor(undefined)).toBe(all)
    const one = handlersFor(narrowingOf({ tools: of('get_run', 'get_log'), maxResultTokens: 900 }))
    expect(one.tools.map(({ name }) => name)).toEqual(['get_run', 'get_log'])
    expect(handlersFor(narrowingOf({ tools: of('get_log', 'get_run'), isUnkeyed: true }))).toBe(one)
  })

  it('shares the descriptions of tools', () => {
    const [tool] = handlersFor(narrowingOf({ tools: of('get_run') })).tools
    expect(all.tools).toContain(tool)
  })

  it('keeps a bounded number of narrowed ones, those that were used last', () => {
    const three = narrowingOf({ tools: of('whoami', 'get_run', 'get_log') })
    const pairs = DEFAULT_TOOLS.flatMap(({ name: one }) =>
      DEFAULT_TOOLS.map(({ name: other }) => narrowingOf({ tools: of(one, other) })),
    )
    const first = handlersFor(three)
    for (const narrowing of pairs.slice(-90)) handlersFor(narrowing)
    expect(handlersFor(three)).toBe(first)
    for (const narrowing of pairs) handlersFor(narrowing)
    expect(handlersFor(three)).not.toBe(first)
    expect(handlersFor(undefined)).toBe(all)
  })
})
