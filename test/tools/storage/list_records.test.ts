import { describe, expect, it } from 'vitest'
import type { Apify } from '../../../src/apify/types/apify.ts'
import listRecords from '../../../tools/storage/list_records.ts'
import { callHandler } from '../../support/call-handler.ts'
import { followNext } from '../../support/follow-next.ts'

/** A store that names the next key, or leaves it to the client as other servers do. */
function store(keys: readonly string[], namesNext: boolean): Pick<Apify, 'listKeys'> {
  return {
    async listKeys(_ref, { limit, exclusiveStartKey = '', prefix = '' }) {
      const rest = keys.filter((key) => key > exclusiveStartKey && key.startsWith(prefix))
      const items = rest.slice(0, limit).map((key) => ({ key, size: 5 }))
      return {
        items,
        isTruncated: rest.length > limit,
        nextExclusiveStartKey: namesNext ? items.at(-1)?.key : null,
      }
    },
  }
}

const KEYS = Array.from({ length: 60 }, (_, i) => `key-${String(i).padStart(2, '0')}`)

describe('list_records', () => {
  it.each([
    ['pages that the limit ends', { limit: 7 }, true, 60],
    ['pages that the budget ends', { limit: 1000 }, true, 60],
    ['a server that does not name the next key', { limit: 7 }, false, 60],
    ['keys with a prefix', { limit: 3, prefix: 'key-1' }, true, 10],
  ])('returns each key once: %s', async (_, args, namesNext, count) => {
    const apify = store(KEYS, namesNext)
    const settings = { maxResultTokens: 300 }
    const pages = await followNext(async (next) => {
      const input = { storeId: 'store1', ...args, ...next }
      return (await callHandler(listRecords, input, { apify, settings })).result
    })
    const seen = pages.flatMap(({ records }) => records)
    const expected = KEYS.filter((key) => key.startsWith('prefix' in args ? args.prefix : ''))
    expect(seen).toEqual(expected.map((recordKey) => ({ recordKey, size: 5 })))
    expect(seen).toHaveLength(count)
    expect(pages.length).toBeGreaterThan(1)
  })

  it.each([
    [{}, 'The store is empty.'],
    [{ prefix: 'x' }, 'No key starts with this `prefix`.'],
    [{ after: 'x' }, undefined],
  ])('notes an empty list of %j', async (args, note) => {
    const input = { storeId: 'store1', ...args }
    const { result } = await callHandler(listRecords, input, { apify: store([], true) })
    expect(result).toEqual({ records: [], note })
  })
})
