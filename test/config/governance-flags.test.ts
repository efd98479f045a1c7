import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'

const read = (...args: string[]) => readConfig(args, { APIFY_TOKEN: 'a' }).governance

describe('the lists of Actors', () => {
  it('let every Actor run by default', () => {
    expect(read()).toEqual({
      allowActors: undefined,
      denyActors: [],
      maxTotalCostUsd: undefined,
      maxRuns: undefined,
    })
  })

  it('take names in both forms, all Actors of a user, and ids', () => {
    const { allowActors, denyActors } = read(
      '--allow-actors=acme/site, bob~tool ,carol/*,HG7ML7M8z78YcAPEB',
      '--deny-actors=dave~*',
    )
    expect(allowActors).toEqual(['acme/site', 'bob/tool', 'carol/*', 'HG7ML7M8z78YcAPEB'])
    expect(denyActors).toEqual(['dave/*'])
  })

  it.each([
    ['acme/a', 'acme/*'],
    ['acme/*,HG7ML7M8z78YcAPEB', 'HG7ML7M8z78YcAPEB,ACME/*'],
  ])('leave something: %s without %s would not', (allow, deny) => {
    const flags = [`--allow-actors=${allow}`, `--deny-actors=${deny}`]
    expect(() => read(...flags)).toThrow('--deny-actors forbids all that --allow-actors names')
    expect(read(`--allow-actors=${allow},acme-2/*`, ...flags.slice(1)).denyActors).toHaveLength(
      deny.split(',').length,
    )
  })

  it.each(['*', 'site', '*/site', 'a/b/c', 'acme/si*', 'https://apify.com/acme/site', '~site'])(
    'do not take %j',
    (entry) => {
      for (const flag of ['allow-actors', 'deny-actors'])
        expect(() => read(`--${flag}=acme/a,${entry}`)).toThrow(
          `--${flag} has ${JSON.stringify(entry)}, which names no Actor.`,
        )
    },
  )
})

describe('the ceilings of all runs', () => {
  it('are numbers', () => {
    expect(read('--max-total-cost-usd=2.5', '--max-runs', '7')).toMatchObject({
      maxTotalCostUsd: 2.5,
      maxRuns: 7,
    })
  })

  it.each(['--max-total-cost-usd=0', '--max-total-cost-usd=x', '--max-runs=0', '--max-runs=1.5'])(
    'are not: %s',
    (flag) => {
      expect(() => read(flag)).toThrow(flag.split('=')[0])
    },
  )
})

describe('an Actor that is a tool', () => {
  it.each<[flags: string[], named: string]>([
    [['--deny-actors=acme/*'], '--deny-actors'],
    [['--allow-actors=bob/*'], '--allow-actors'],
    [['--allow-actors=acme/*', '--deny-actors=Acme/Site'], '--deny-actors'],
  ])('must be one that may run: %j', (flags, named) => {
    for (const actor of ['acme/site', 'ACME~Site', 'acme/site/'])
      expect(() => read(`--actor-tools=${actor}`, ...flags)).toThrow(
        `--actor-tools names ${JSON.stringify(actor)}, which ${named} does not let run.`,
      )
  })

  it.each<[actor: string, flag: string]>([
    ['acme/site', '--allow-actors=acme/*'],
    ['acme/site', '--allow-actors=bob/x,HG7ML7M8z78YcAPEB'],
    ['HG7ML7M8z78YcAPEB', '--allow-actors=acme/*'],
  ])('may be %s with %s, as far as the start can tell', (actor, flag) => {
    expect(() => read(`--actor-tools=${actor}`, flag)).not.toThrow()
  })
})
