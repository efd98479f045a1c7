import { expect, it } from 'vitest'
import { comparableRow, largestRow } from '../../../src/apify/delivery/comparable-row.ts'
import { readLines } from '../../../src/apify/transport/json-lines.ts'
import { stream } from '../../support/fake-storages.ts'

const rowsOf = async (text: string, items: string[]) => {
  const rows: unknown[] = []
  for await (const line of readLines(stream([Buffer.from(text)])))
    rows.push(await comparableRow(line, largestRow(items)))
  return rows
}

it('a row that equals a pushed one is parsed, however it is written', async () => {
  const items = ['{"a":"ü","b":[1,2]}']
  const rows = await rowsOf('{ "a" : "\\u00fc", "b" : [1.0, 2] }\n', items)
  expect(rows).toEqual([{ a: 'ü', b: [1, 2] }])
})

it.each([
  ['more text', `{"a":"${'x'.repeat(1000)}"}`],
  ['more values', `[${'{},'.repeat(20)}{}]`],
  ['more than is held', `{"a":"${'x'.repeat(2_000_000)}"}`],
])('a row of %s than any pushed one is not parsed', async (_, row) => {
  const [found, after] = await rowsOf(`${row}\n{"a":1}\n`, ['{"a":"0123456789"}'])
  expect(typeof found).toBe('symbol')
  expect(after).toEqual({ a: 1 })
})

it('a pushed row that is very large is found again', async () => {
  const item = JSON.stringify({ a: 'x'.repeat(2_000_000) })
  expect(await rowsOf(`${item}\n`, [item])).toEqual([JSON.parse(item)])
})
