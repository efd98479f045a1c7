import { describe, expect, it } from 'vitest'
import type { ArgumentKind } from '../../../../tools/support/pasted-ids/address.ts'
import { pastedActorId, readPastedId } from '../../../../tools/support/pasted-ids/pasted-id.ts'

const KINDS = ['actor', 'task', 'run', 'dataset', 'store', 'record', 'build'] as const
const ID = 'HG7ML7M8z78YcAPEB'

const idIn = (text: string, ...kinds: [ArgumentKind, ...ArgumentKind[]]) =>
  readPastedId(text, kinds)

describe('a plain id', () => {
  it.each([
    ID,
    'user/name',
    'user~name',
    '~name',
    '/name',
    'jane.doe/my-store',
    'jane.doe/my.actor_2',
    'local/website-crawler',
    'v2/name',
    'actors/name',
    'datasets/name',
    'a'.repeat(17),
    'a'.repeat(64),
    'a'.repeat(128),
  ])('stays as it is: %s', (id) => {
    for (const kind of KINDS) expect(idIn(id, kind), kind).toEqual({ id })
  })

  it.each([
    'mine',
    'my-actor',
    'apify.com',
    'apify.com.user',
    '-_.',
    '__proto__',
    ID.slice(1),
    `${ID}a`,
  ])('may be a name: %s', (name) => {
    for (const kind of KINDS) expect(idIn(name, kind), kind).toEqual({ id: name })
  })

  it.each(["a-Z.0_9!'()", "'quoted'", '(1)', '!', '.hidden', "it's"])(
    'that is a key may have %s',
    (id) => {
      expect(idIn(id, 'record')).toEqual({ id })
    },
  )

  it.each(['..', 'a/..', 'a b', 'ä', 'a?b', 'a#b', 'a%2Fb', 'user/name/extra', 'a%ZZ'])(
    'that is not valid is left to the check before it is sent: %s',
    (id) => {
      expect(idIn(id, 'dataset')).toEqual({ id })
    },
  )
})

describe('what surrounds an id', () => {
  it.each([
    ' user/name ',
    '\tuser/name\r\n',
    '\u00a0\ufeffuser/name\u200b',
    '"user/name"',
    "'user/name'",
    '`user/name`',
    '“user/name”',
    '«user/name»',
    '<user/name>',
    '(user/name)',
    '**user/name**',
    '["user/name"]',
    ' "`user/name`", ',
    'user/name/',
    'user/name//',
    '/user/name',
    '@user/name',
    '[the name](https://apify.com/user/name)',
    '[user/name]',
    '(https://apify.com/user/name).',
  ])('is removed: %j', (text) => {
    expect(idIn(text, 'actor')).toEqual({ id: 'user/name' })
  })

  it.each([' OUTPUT\n', '"OUTPUT"', '`OUTPUT`', '<OUTPUT>', '“OUTPUT”'])(
    'is removed from a key where no key may have it: %j',
    (text) => {
      expect(idIn(text, 'record')).toEqual({ id: 'OUTPUT' })
    },
  )

  it.each([`${ID}\n`, `${ID}/`, `\`${ID}\``, `"${ID}".`, `(${ID}). `])('is removed: %s', (text) => {
    expect(idIn(text, 'run')).toEqual({ id: ID })
  })

  it.each(['', ' ', '\n\t', '\u200b', '""', '``', '/', ' <> '])(
    'of nothing is an error: %j',
    (text) => {
      for (const kind of KINDS)
        if (kind !== 'record' || !text.includes('/'))
          expect(idIn(text, kind), kind).toEqual({
            problem: expect.stringMatching(/^must not be blank\. Give \S/),
          })
    },
  )
})

describe('an address', () => {
  it('of a run or a build is taken where both are', () => {
    expect(idIn('https://api.apify.com/v2/actor-runs/R1', 'run', 'build')).toEqual({ id: 'R1' })
    expect(idIn('https://api.apify.com/v2/actor-builds/B1', 'run', 'build')).toEqual({ id: 'B1' })
  })

  it('is taken with what surrounds it', () => {
    const address = 'https://console.apify.com/actors/A1/runs/R1#log'
    for (const text of [address, ` ${address}\n`, `<${address}>`, `"${address}"`, `${address},`])
      expect(idIn(text, 'run'), text).toEqual({ id: 'R1' })
  })

  it('does not show its query, its fragment or its credentials in an error', () => {
    for (const address of [
      'https://sesame@api.apify.com/v2/datasets/D1?token=sesame#sesame',
      'https://example.com/a/b?token=sesame',
      'example.com/a/b/c?token=sesame',
    ])
      expect(JSON.stringify(idIn(address, 'run')), address).not.toContain('sesame')
  })

  it('is shown shortened, and much text is not searched', () => {
    const long = `https://example.com/${'a'.repeat(500)}`
    expect(idIn(long, 'run')).toEqual({ problem: expect.stringMatching(/^`.{100}…` is not an/) })
    expect(idIn(' '.repeat(5000), 'run')).toEqual({
      problem: expect.stringMatching(/^must be at most 4000 characters long\. Give an ID/),
    })
  })

  it('with text after it is not taken apart', () => {
    expect(idIn('https://apify.com/user/name\nand more', 'actor')).toEqual({
      id: 'https://apify.com/user/name\nand more',
    })
  })
})

describe('an Actor of the configuration', () => {
  it('is found in an address', () => {
    expect(pastedActorId(' https://apify.com/user/name?fpr=x ')).toBe('user/name')
  })

  it('that is an address of something else is an error', () => {
    expect(() => pastedActorId('https://apify.com/pricing')).toThrow(
      /^The `actorId` is not valid: the address `apify\.com\/pricing` does not name an Actor\./,
    )
  })
})
