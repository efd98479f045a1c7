import { describe, expect, it } from 'vitest'
import { isPruned } from '../../src/budget/pruned.ts'
import { truncateValue } from '../../src/budget/truncate.ts'
import { parseJson } from '../../src/shared/json.ts'
import { readStream as read } from '../support/json-stream.ts'

const SIZE = 300_000
const LARGE: Record<string, [json: string, shown: RegExp]> = {
  'empty objects': [`[${'{},'.repeat(SIZE)}{}]`, /^\[\{\},.*"… \[\+\d+ items\]"\]$/],
  zeros: [`[${'0,'.repeat(SIZE)}0]`, /^\[0,0.*"… \[\+\d+ items\]"\]$/],
  'many keys': [
    `{${Array.from({ length: SIZE }, (_, i) => `"k${i}":${i}`).join(',')}}`,
    /^\{"k0":0.*"…":"\[\+\d+ fields\]"\}$/,
  ],
  'one text': [JSON.stringify('x'.repeat(SIZE)), /^"x+… \[\+\d+ chars\]"$/],
  'one number': ['7'.repeat(SIZE), /^"7+… \[\+\d+ chars\]"$/],
  'many levels': ['['.repeat(SIZE) + ']'.repeat(SIZE), /^\[+"… \[nested deeper\]"\]+$/],
  'a long key': [`{"${'k'.repeat(SIZE)}":1}`, /^\{"k+… \[\+\d+ chars\]":1\}$/],
}

/** Adds up what the marks of a value say is missing, and what is there. */
function countedIn(shown: unknown): number {
  if (typeof shown === 'string') {
    const [, start = '', rest = ''] = /^(.*)… \[\+(\d+) chars\]$/.exec(shown) ?? []
    return start.length + Number(rest)
  }
  const entries = Object.values(Object(shown))
  const mark = /^(?:… )?\[\+(\d+) \w+\]$/.exec(String(entries.at(-1)))
  return entries.length - 1 + Number(mark?.[1])
}

describe('what is kept of a large value', () => {
  it.each(Object.entries(LARGE))('has a bound and a mark: %s', (_, [json, shown]) => {
    const { value } = read(json, {}, 4096)
    expect(String(JSON.stringify(value)).length).toBeLessThan(1_000_000)
    expect(JSON.stringify(truncateValue(value, { chars: 50, entries: 10 }))).toMatch(shown)
  })

  it.each(['empty objects', 'zeros', 'many keys', 'one text', 'one number'])(
    'counts what is missing: %s',
    (name) => {
      const [json = ''] = LARGE[name] ?? []
      const { value } = read(json, {}, 4096)
      expect(isPruned(value)).toBe(true)
      const limits = { chars: 100, entries: 10 }
      expect(countedIn(truncateValue(value, limits))).toBe(
        countedIn(truncateValue(parseJson(json), limits)),
      )
    },
  )

  it.each([
    ['numbers', 998, '1'],
    ['arrays', 997, '[1]'],
    ['objects', 997, '{"a":1}'],
    ['texts', 998, '"a text"'],
  ])('is the last value of a key that is there very often: %s', (_, count, value) => {
    // As many values as are kept, so that each one more is too many.
    const others = Array.from({ length: count }, (_, i) => `"k${i}":0`).join(',')
    const json = `{${others},"z":0${`,"z":${value}`.repeat(SIZE)},"z":"last"}`
    const { value: shown } = read(json, {}, 4096)
    expect(shown).toHaveProperty('z', 'last')
    expect(shown).toHaveProperty('k0', 0)
  })

  it('counts keys that look the same once they are cut', () => {
    const keys = ['a', 'b', 'c'].map((end) => 'k'.repeat(400) + end)
    const json = JSON.stringify(Object.fromEntries(keys.map((key) => [key, 1])))
    const { value } = read(json)
    const shown = truncateValue(value, { chars: 500, entries: 10 })
    expect(JSON.stringify(shown)).toMatch(/^\{"k+… \[\+301 chars\]":1,"…":"\[\+2 fields\]"\}$/)
  })

  it('keeps the values of keys apart that are shown alike', () => {
    const start = `https://example.com/${'p'.repeat(100)}`
    const json = JSON.stringify({
      [`${start}/a${'q'.repeat(500)}`]: 1,
      [`${start}/b${'q'.repeat(500)}`]: 2,
    })
    expect(Object.values(Object(read(json).value))).toEqual([1, 2])
  })

  it('is as much of a key however it is escaped and comes in pieces', () => {
    const name = 'é'.repeat(1000)
    const json = `{"${name.replaceAll('é', '\\u00e9')}":1}`
    for (const pieceBytes of [7, 500, 10_000])
      expect(Object.keys(Object(read(json, {}, pieceBytes).value))).toEqual([
        `${name.slice(0, 100)}… [+900 chars]`,
      ])
  })

  it('is shown as the whole value is shown', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      id: i,
      text: 'lorem ipsum '.repeat(i % 90),
      tags: Array.from({ length: i % 30 }, (_, j) => `tag ${j}`),
    }))
    const { value } = read(JSON.stringify(rows), {}, 5000)
    for (const limits of [
      { chars: 200, entries: 4 },
      { chars: 40, entries: 9 },
      { chars: 8, entries: 14 },
    ])
      expect(truncateValue(value, limits)).toEqual(truncateValue(rows, limits))
  })
})
