import { describe, expect, it } from 'vitest'
import {
  expectHidden,
  OWN,
  SECRETS,
  type Secret,
  stepAt,
  wholeOf,
} from '../support/attack/hidden-parts.ts'
import { type AttackedServer, DOORS, openServer } from '../support/attack/open-server.ts'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { STORE_ACTOR, seed } from '../support/seeded-server.ts'

type Fake = Awaited<ReturnType<typeof seed>>
/** Answers a guess of a part of a secret that begins at a place of it, as somebody who searches for it. */
type Search = (call: AttackedServer['call'], guess: string) => Promise<unknown>

const inLog = (pattern: (guess: string) => string): Search => {
  return (call, guess) => call('get_log', { runId: 'run1', search: pattern(guess) })
}
const literal = (guess: string) => guess.replace(/[.~-]/g, '\\$&')

/** Ways to search. `fromStart` is whether a guess begins where the text does that is searched. */
const SEARCHES: Record<string, { fromStart?: boolean; search: Search }> = {
  'a text in a log': { search: inLog((guess) => guess) },
  'a text in capitals in a log': { search: inLog((guess) => guess.toUpperCase()) },
  'a pattern in a log': { search: inLog((guess) => `/${literal(guess)}/`) },
  'a pattern in any case in a log': { search: inLog((guess) => `/${literal(guess)}/i`) },
  'a pattern with a place in a log': {
    fromStart: true,
    search: inLog((guess) => `/value is ${literal(guess)}/`),
  },
  'a pattern of one letter in a log': { search: inLog((guess) => `/${literal(guess)}[^ ]{9}/`) },
  'a page of a log': {
    search: (call, guess) => call('get_log', { runId: 'run1', search: guess, before: 3, lines: 1 }),
  },
  'a prefix of keys': {
    fromStart: true,
    search: (call, prefix) => call('list_records', { storeId: 'store1', prefix }),
  },
  'a prefix of keys, one at once': {
    fromStart: true,
    search: (call, prefix) => call('list_records', { runId: 'run1', prefix, limit: 1 }),
  },
  'a search for Actors': { search: (call, query) => call('search_actors', { query }) },
  'a search for an Actor': {
    search: (call, guess) => call('search_actors', { query: `Crawler ${guess}` }),
  },
}

function plant(fake: Fake, secret: Secret): void {
  const value = wholeOf(secret)
  const noise = Array.from({ length: 20 }, (_, i) => `line ${i}`)
  const coloured = `${value.slice(0, 14)}\u001b[1m${value.slice(14)}`
  fake.logs.set('run1', [...noise, `the value is ${value} here`, ...noise, coloured].join('\n'))
  fake.records.set(`store1/${value}`, { body: '1', contentType: 'text/plain' })
  fake.catalog.store.push({
    ...STORE_ACTOR,
    name: 'leaky',
    description: `Needs ${value}.`,
    keyword: value,
  })
}

describe.each(DOORS)('$name', (door) => {
  it.each(SECRETS)(`03 no search tells letters of $name, over ${door.name}`, async (secret) => {
    const fake = await seed(await startFakeApify(wholeOf(OWN)))
    plant(fake, secret)
    const { call } = await openServer(door, { fake })
    for (const [way, { fromStart, search }] of Object.entries(SEARCHES)) {
      for (let at = 3; at < secret.hidden.length - 1; at += 3 * stepAt(door)) {
        const known = fromStart
          ? secret.kind + secret.hidden.slice(0, at)
          : secret.hidden.slice(at - 3, at)
        const right = await search(call, known + secret.hidden[at])
        const wrong = await search(call, `${known}Q`)
        expect(right, `${way}, letter ${at}`).toEqual(wrong)
        expectHidden(right, secret, way)
      }
    }
  })

  it.each(SECRETS)(
    `03 no order of keys tells letters of $name, over ${door.name}`,
    async (secret) => {
      const fake = await seed(await startFakeApify(wholeOf(OWN)))
      for (const key of ['a', 'zz'])
        fake.records.set(`store1/${key}`, { body: '1', contentType: 'text/plain' })
      const { call } = await openServer(door, { fake })
      const listAfter = (start: string) => call('list_records', { storeId: 'store1', after: start })
      const places = Array.from(secret.hidden).flatMap((_, i) =>
        i % (3 * stepAt(door)) ? [] : [i],
      )
      const starts = places.flatMap((at) =>
        ['!', 'A', 'Q', 'a', 'z'].map(
          (letter) => secret.kind + secret.hidden.slice(0, at) + letter,
        ),
      )
      const blind: unknown[] = []
      for (const start of starts) blind.push(await listAfter(start))
      plant(fake, secret)
      for (const [i, start] of starts.entries())
        expect(await listAfter(start), start).toEqual(blind[i])
    },
  )
})

it('03 keys that are secrets are listed as what is shown of them, and hide no other key', async () => {
  const fake = await seed(await startFakeApify(wholeOf(OWN)))
  for (const secret of SECRETS) plant(fake, secret)
  for (const key of ['a', 'apify_api_x', 'zz'])
    fake.records.set(`store1/${key}`, { body: '1', contentType: 'text/plain' })
  const { call } = await openServer(DOORS[0], { fake })
  const { structured } = await call('list_records', { storeId: 'store1' })
  const shown = ['OUTPUT', 'a', 'apify_api_[redacted]', 'apify_api_x', '[redacted]', 'zz']
  expect(structured.records).toMatchObject(shown.map((recordKey) => ({ recordKey })))
  const keys: unknown[] = []
  for (let next: object | undefined = {}; next; ) {
    const page = await call('list_records', { storeId: 'store1', limit: 1, ...next })
    keys.push(
      ...(page.structured.records as { recordKey: string }[]).map(({ recordKey }) => recordKey),
    )
    next = page.structured.next as object | undefined
  }
  expect(keys.filter((key) => !`${key}`.includes('['))).toEqual([
    'OUTPUT',
    'a',
    'apify_api_x',
    'zz',
  ])
})
