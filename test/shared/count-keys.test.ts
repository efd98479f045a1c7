import { describe, expect, it } from 'vitest'
import { hasManyKeys } from '../../src/shared/count-keys.ts'

const keys = (count: number, name = 'k') =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}${i}`, 0]))
const rows = (count: number, row: (i: number) => object) =>
  Array.from({ length: count }, (_, i) => row(i))

describe('JSON of many different keys', () => {
  it.each<[string, unknown]>([
    ['in one object', keys(12_000)],
    ['in an object within others', [{ a: { b: keys(12_000) } }]],
    ['in many objects', rows(12_000, (i) => ({ [`k${i}`]: 0 }))],
    ['that come again and again', rows(10, () => keys(3000))],
    ['with escapes', rows(12, (i) => keys(1000, `\\"${i}\n`))],
    ['after many rows', [rows(20_000, () => ({ id: 1 })), keys(12_000)]],
  ])('is found: %s', (_, value) => {
    expect(hasManyKeys(JSON.stringify(value))).toBe(true)
    expect(hasManyKeys(JSON.stringify(value, null, 2).replaceAll(':', ' \r\t:'))).toBe(true)
  })

  it.each<[string, unknown]>([
    ['some thousand keys', keys(8000)],
    ['rows that share keys', rows(2000, () => keys(200))],
    ['rows with different texts', rows(20_000, (i) => ({ url: `k${i}`, also: [`n${i}`] }))],
    ['a text of JSON', [JSON.stringify(keys(30_000))]],
    ['texts before a colon', rows(20_000, (i) => ({ a: `"k${i}":` }))],
  ])('is none: %s', (_, value) => {
    expect(hasManyKeys(JSON.stringify(value))).toBe(false)
  })

  it.each(['', '"', '{"a', `{"${'\\'.repeat(60_000)}`, `${'"a":'.repeat(20_000)}"`])(
    'is looked for in what is no JSON: %#',
    (text) => {
      expect(hasManyKeys(text)).toBe(false)
    },
  )
})
