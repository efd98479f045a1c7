import { describe, expect, it } from 'vitest'
import { AllowLists } from '../../src/governance/allow-lists.ts'

const ACTOR = { id: 'HG7ML7M8z78YcAPEB', name: 'Acme/Site-Map' }

/** Returns what the lists say about an Actor; undefined if it may run. */
function refusal(allow: string[] | undefined, deny: string[] = [], actor = ACTOR) {
  try {
    new AllowLists({ allow, deny }).check(actor, 'no run was started')
    return undefined
  } catch (error) {
    return String(error)
  }
}

describe('an Actor may run', () => {
  it.each<[allow: string[] | undefined, deny: string[]]>([
    [undefined, []],
    [['acme/site-map'], []],
    [['ACME/*'], []],
    [['bob/x', 'HG7ML7M8z78YcAPEB'], []],
    [undefined, ['acme/site', 'acme-2/*', 'site-map/*', 'hg7ml7m8z78ycapeb']],
  ])('with %j and without %j', (allow, deny) => {
    expect(refusal(allow, deny)).toBeUndefined()
  })
})

describe('an Actor may not run', () => {
  it.each<[allow: string[] | undefined, deny: string[], flag: string]>([
    [[], [], '--allow-actors'],
    [['acme/site'], [], '--allow-actors'],
    [['acme-2/*'], [], '--allow-actors'],
    [['hg7ml7m8z78ycapeb'], [], '--allow-actors'],
    [undefined, ['acme/*'], '--deny-actors'],
    [['acme/site-map'], ['ACME/SITE-MAP'], '--deny-actors'],
    [['acme/*'], ['HG7ML7M8z78YcAPEB'], '--deny-actors'],
  ])('with %j and without %j', (allow, deny, flag) => {
    const text = refusal(allow, deny)
    expect(text).toContain('Actor `Acme/Site-Map`')
    expect(text).toContain(`(${flag}), so no run was started.`)
  })
})

it('a refusal names a few of the Actors that may run', () => {
  const allow = Array.from({ length: 8 }, (_, i) => `bob/tool-${i}`)
  expect(refusal(allow)).toContain(
    'It runs bob/tool-0, bob/tool-1, bob/tool-2, bob/tool-3, bob/tool-4 and 3 more.',
  )
})
