import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listKeysRedacted } from '../../../src/apify/endpoints/list-keys.ts'
import type { KeysQuery } from '../../../src/apify/types/storage-types.ts'
import { propertyRuns } from '../../support/property-runs.ts'
import { OWN_TOKEN, PLANTED, REDACTOR } from '../../support/redactor.ts'

/** Lists the keys of a store, as an API that names the next key or not. */
function list(keys: readonly string[], query: KeysQuery, namesNext = true) {
  const stored = keys.toSorted()
  const fetch = async ({ prefix = '', exclusiveStartKey = '', limit }: KeysQuery) => {
    const rest = stored.filter((key) => key > exclusiveStartKey && key.startsWith(prefix))
    const items = rest.slice(0, limit).map((key) => ({ key, size: 1 }))
    const isTruncated = rest.length > limit
    return { items, isTruncated, nextExclusiveStartKey: namesNext ? items.at(-1)?.key : null }
  }
  return listKeysRedacted(query, fetch, REDACTOR.text)
}

/** Returns the keys of all pages. */
async function listAll(keys: readonly string[], query: KeysQuery, namesNext?: boolean) {
  const pages: (string | null | undefined)[][] = []
  for (let after: string | null | undefined; ; ) {
    const page = await list(keys, { ...query, exclusiveStartKey: after ?? undefined }, namesNext)
    pages.push(page.items.map(({ key }) => key))
    expect(pages.at(-1)?.length).toBeLessThanOrEqual(query.limit)
    if (!page.isTruncated) return pages.flat()
    after = page.nextExclusiveStartKey ?? page.items.findLast(({ isRedacted }) => !isRedacted)?.key
    expect(after && REDACTOR.text(after)).toBe(after)
  }
}

const SHOWN = 'apify_api_[redacted]'

describe('keys with secrets', () => {
  it('are listed as they are shown', async () => {
    const keys = ['a', `b-${PLANTED}`, PLANTED, 'z']
    expect(await listAll(keys, { limit: 10 })).toEqual(['a', SHOWN, `b-${SHOWN}`, 'z'])
  })

  it.each([1, 2, 3, 10])('do not end a list of pages of %i', async (limit) => {
    const tokens = Array.from({ length: 20 }, (_, i) => `${PLANTED}${i}`)
    const plain = ['a', 'apify_api_M', 'apify_api_z', 'b', 'z']
    const found = await listAll([...plain, ...tokens, OWN_TOKEN], { limit })
    expect(found.filter((key) => !key?.includes('['))).toEqual(plain)
  })

  it('do not hide other keys, and stand in no `nextExclusiveStartKey`', async () => {
    const part = fc.oneof(fc.constantFrom('apify_api_', PLANTED, OWN_TOKEN), fc.string())
    const key = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('') || 'x')
    const keys = fc.uniqueArray(key, { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(
        keys,
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        async (all, limit, next) => {
          const found = await listAll(all, { limit }, next)
          const plain = all.filter((one) => REDACTOR.text(one) === one).toSorted()
          expect(found.filter((one) => plain.includes(one ?? ''))).toEqual(plain)
        },
      ),
      propertyRuns(200),
    )
  })
})

describe('a prefix or a start', () => {
  const NEIGHBORS = ['a', 'apify_api_Q', 'p', 'z']

  it.each([PLANTED, OWN_TOKEN, `x-${PLANTED}`])('tells no letter of %s', async (secret) => {
    const hidden = secret.slice(secret === OWN_TOKEN ? 0 : secret.indexOf('Planted'))
    const queries = Array.from(hidden).flatMap((letter, i) => {
      const start = secret.slice(0, secret.length - hidden.length + i)
      const guesses = [letter, '!', 'A', '~'].map((next) => start + next)
      return guesses.flatMap((guess) => [{ prefix: guess }, { exclusiveStartKey: guess }])
    })
    for (const query of queries.flatMap((one) => [1, 2, 10].map((limit) => ({ ...one, limit })))) {
      const { items, isTruncated } = await list([...NEIGHBORS, secret], query)
      // As if there were no such key.
      const blind = await list(NEIGHBORS, query)
      expect({ items, isTruncated }, JSON.stringify(query)).toEqual({
        items: blind.items,
        isTruncated: blind.isTruncated,
      })
    }
  })

  it('finds a key of which the visible part has the prefix', async () => {
    const found = await list([PLANTED, 'b'], { prefix: 'apify_api_', limit: 10 })
    expect(found.items).toEqual([{ key: SHOWN, size: 1, isRedacted: true }])
  })
})
