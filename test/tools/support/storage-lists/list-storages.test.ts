import { describe, expect, it } from 'vitest'
import type { Apify } from '../../../../src/apify/types/apify.ts'
import type { ApiStorage } from '../../../../src/apify/types/storage-types.ts'
import {
  listStorages,
  positionAfter,
} from '../../../../tools/support/storage-lists/list-storages.ts'
import { followNext } from '../../../support/follow-next.ts'

type List = Pick<Apify, 'listStorages'>

/** An account whose list gives storages of these names, null for an unnamed one. */
function account(names: readonly (string | null)[]): List & { requests: number } {
  const all = names.map((name, i): ApiStorage => ({ id: `s${i}`, name }))
  return {
    requests: 0,
    async listStorages(_type, { unnamed, offset, limit }) {
      this.requests++
      const listed = unnamed ? all : all.filter(({ name }) => name)
      return { total: listed.length, items: listed.slice(offset, offset + limit) }
    },
  }
}

/** Reads page after page, of each of which no more than `fitting` storages fit a result. */
async function walk(apify: List, limit: number, fitting: number) {
  const range = { offset: 0, unnamed: false, limit }
  const pages = await followNext(async (next) => {
    const page = await listStorages(apify, 'dataset', { ...range, ...next })
    const used = Math.min(fitting, page.rows.length)
    return { rows: page.rows.slice(0, used), next: positionAfter(page, used) }
  })
  return pages.flatMap(({ rows }) => rows.map(({ storage }) => storage.id))
}

const MIXED = Array.from({ length: 23 }, (_, i) => (i % 3 === 0 ? `name-${i}` : null))
const NAMED = MIXED.map((_, i) => `name-${i}`)
const UNNAMED = MIXED.map(() => null)

describe('listStorages', () => {
  const accounts = [
    ['named and unnamed ones', MIXED],
    ['named ones', NAMED],
    ['unnamed ones', UNNAMED],
    ['none', []],
  ] as const
  const cases = accounts.flatMap(([title, names]) =>
    [1, 5, 8, 23, 100].flatMap((limit) =>
      [1, 3, 100].map((fitting) => [title, limit, fitting, names] as const),
    ),
  )

  it.each(cases)('returns each once: %s, limit %i, %i fit', async (_, limit, fitting, names) => {
    const ids = names.map((name, i) => ({ id: `s${i}`, name }))
    const expected = [...ids.filter(({ name }) => name), ...ids.filter(({ name }) => !name)]
    expect(await walk(account(names), limit, fitting)).toEqual(expected.map(({ id }) => id))
  })

  it('has no next page if the last storage is on this one', async () => {
    const range = { limit: 15, offset: 0, unnamed: true }
    expect((await listStorages(account(MIXED), 'dataset', range)).next).toBeUndefined()
  })

  it('stops after five requests for unnamed storages, and says where to continue', async () => {
    const named = Array.from({ length: 7000 }, (_, i) => `name-${i}`)
    const apify = account([...named, null])
    const page = await listStorages(apify, 'dataset', { limit: 5, offset: 0, unnamed: true })
    expect(page).toEqual({ rows: [], next: { offset: 5000, unnamed: true } })
    expect(apify.requests).toBe(5)
    const rest = await listStorages(apify, 'dataset', { limit: 5, offset: 5000, unnamed: true })
    expect(rest.rows.map(({ storage }) => storage.id)).toEqual(['s7000'])
  })
})
