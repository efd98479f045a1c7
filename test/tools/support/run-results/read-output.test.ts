import { expect, it } from 'vitest'
import type { Apify } from '../../../../src/apify/types/apify.ts'
import { readOutput } from '../../../../tools/support/run-results/read-output.ts'
import { fakeRecord } from '../../../support/fake-storages.ts'

it.each<[string, string, string, unknown]>([
  ['JSON as a value', '{"a":[1]}', 'application/json; charset=utf-8', { a: [1] }],
  ['text as text', 'done', 'text/plain', 'done'],
  ['broken JSON as text', '{"a":', 'application/json', '{"a":'],
  ['XML as text', '<a/>', 'application/xml', '<a/>'],
  ['text of an unknown type as text', 'a: 1', 'application/octet-stream', 'a: 1'],
  ['JSON of a type of its own as a value', '{"a":1}', 'application/ld+json', { a: 1 }],
  ['a mark for binary data of an unknown type', 'a\0', 'a/b', '[a/b: see get_record]'],
  ['a mark for binary data', 'PNG', 'image/png', '[image/png: see get_record]'],
  ['a mark for a large record', 'x'.repeat(2_000_001), 'text/html', '[large: see get_record]'],
])('returns %s', async (_, body, contentType, expected) => {
  const { readRecord } = fakeRecord(body, contentType, 100_000)
  const apify: Pick<Apify, 'findRecord'> = { findRecord: readRecord }
  expect(await readOutput(apify as Apify, { id: 'store1' })).toEqual(expected)
})
