import { expect, it } from 'vitest'
import type { Apify } from '../../../../src/apify/types/apify.ts'
import { readOutput } from '../../../../tools/support/run-results/read-output.ts'
import { fakeRecord } from '../../../support/fake-storages.ts'

it.each<[string, string, string, unknown]>([
  ['JSON as a value', '{"a":[1]}', 'application/json; charset=utf-8', { a: [1] }],
  ['text as text', 'done', 'text/plain', 'done'],
  ['broken JSON as text', '{"a":', 'application/json', '{"a":'],
  ['a mark for binary data', 'PNG', 'image/png', '[image/png: see get_record]'],
  ['a mark for a large record', 'x'.repeat(2_000_001), 'text/html', '[large: see get_record]'],
])('returns %s', async (_, body, contentType, expected) => {
  const { readRecord } = fakeRecord(body, contentType, 100_000)
  const apify: Pick<Apify, 'findRecord'> = { findRecord: readRecord }
  expect(await readOutput(apify as Apify, { id: 'store1' })).toEqual(expected)
})
