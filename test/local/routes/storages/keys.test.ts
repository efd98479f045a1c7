import { expect, test } from 'vitest'
import { Query } from '../../../../src/local/http/query.ts'
import { paginateKeys } from '../../../../src/local/routes/storages/keys.ts'

const RECORDS = ['A', 'a', "a'1", 'b'].map((key) => ({
  key,
  contentType: 'text/plain',
  contentEncoding: '',
  size: 3,
  file: 'file',
}))

test.each<[query: string, keys: string[], next: string | null]>([
  ['', ['A', 'a', "a'1", 'b'], null],
  ['limit=2', ['A', 'a'], 'a'],
  ['limit=2&exclusiveStartKey=a', ["a'1", 'b'], null],
  ['limit=0', ['A', 'a', "a'1", 'b'], null],
  ['prefix=a', ['a', "a'1"], null],
  ['prefix=a&limit=1', ['a'], 'a'],
  ['prefix=a&exclusiveStartKey=a', ["a'1"], null],
  ['exclusiveStartKey=between', [], null],
])('the page "%s" has the keys %j', (query, keys, next) => {
  const page = paginateKeys(RECORDS, new Query(new URLSearchParams(query)), 'http://host/store')
  expect(page.items.map(({ key }) => key)).toEqual(keys)
  expect(page).toMatchObject({
    count: keys.length,
    isTruncated: next !== null,
    nextExclusiveStartKey: next,
  })
})

test('keys have the URLs of their records', () => {
  const { items } = paginateKeys(RECORDS, new Query(new URLSearchParams()), 'http://host/store')
  expect(items[2]).toEqual({
    key: "a'1",
    size: 3,
    recordPublicUrl: "http://host/store/records/a'1",
  })
})
