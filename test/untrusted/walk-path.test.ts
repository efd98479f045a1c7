import { describe, expect, it } from 'vitest'
import { readStream as read } from '../support/json-stream.ts'

const ROWS = `{"rows":[${Array.from({ length: 500 }, (_, i) => `{"n":${i},"text":"row ${i}","tags":["a","b"]}`).join(',')}],"end":{"x":null}}`

describe('a path', () => {
  it.each<[steps: string[], expected: unknown]>([
    [['rows', '0'], { n: 0, text: 'row 0', tags: ['a', 'b'] }],
    [['rows', '499', 'n'], 499],
    [['rows', '7', 'tags', '1'], 'b'],
    [['rows', 'length'], 500],
    [['end'], { x: null }],
    [['end', 'x'], null],
  ])('leads to its value: %j', (steps, expected) => {
    for (const pieceChars of [1, 13, 5000, 1_000_000])
      expect(read(ROWS, { steps }, pieceChars).value).toEqual(expected)
  })

  it.each<[steps: string[], missing: object]>([
    [['nope'], { step: 'nope', walked: [], kind: 'object', keys: ['rows', 'end'], count: 2 }],
    [['rows', '500'], { step: '500', walked: ['rows'], kind: 'array', entries: 500 }],
    [['rows', '01'], { step: '01', walked: ['rows'], kind: 'array', entries: 500 }],
    [['rows', '3', 'n', 'x'], { step: 'x', walked: ['rows', '3', 'n'], kind: 'number' }],
    [['rows', '3', 'text', '0'], { step: '0', walked: ['rows', '3', 'text'], kind: 'string' }],
    [['end', 'x', 'y'], { step: 'y', walked: ['end', 'x'], kind: 'null' }],
    [['rows', 'length', 'x'], { step: 'x', walked: ['rows', 'length'], kind: 'number' }],
  ])('that leads nowhere says where it ends: %j', (steps, missing) => {
    for (const pieceChars of [1, 5000])
      expect(read(ROWS, { steps }, pieceChars).outcome).toEqual({ kind: 'missing', missing })
  })

  it('is read no further than to its value', () => {
    const { value, readChars } = read(ROWS, { steps: ['rows', '3', 'n'] }, 64)
    expect(value).toBe(3)
    expect(readChars).toBeLessThan(400)
  })

  it('leads to the last one of several equal keys, as far as the text is read', () => {
    expect(read('{"a":{"b":1},"a":{"b":2}}', { steps: ['a', 'b'] }).value).toBe(2)
    expect(read('{"a":1,"a":{"b":2}}', { steps: ['a', 'b'] }).value).toBe(2)
  })

  it('leads to the one value of which a part was passed on', () => {
    const first = 'x'.repeat(100)
    for (const more of ['"a":"other"', '"a":1', '"a":{"c":2}']) {
      const found = read(`{"a":"${first}",${more}}`, { steps: ['a'], form: 'texts' }, 64)
      expect(found).toMatchObject({ text: first, outcome: { kind: 'text' } })
    }
  })

  it('passes JSON on with a mark in the place of keys and numbers that are too long', () => {
    const digits = '7'.repeat(1_500_000)
    const { text } = read(
      `{"a":{"${digits}":1,"n":${digits}}}`,
      { steps: ['a'], form: 'json' },
      65536,
    )
    expect(text).toBe('{"… [+1500000 chars]":1,"n":"… [+1500000 chars]"}')
  })

  it('passes a text on in parts that are the whole of it', () => {
    const text = 'Zoë 😀 "quoted"\n'.repeat(1000)
    const json = JSON.stringify({ a: [1, { text }], z: 1 })
    for (const pieceChars of [1, 37, 4096]) {
      const found = read(json, { steps: ['a', '1', 'text'], form: 'texts' }, pieceChars)
      expect(found).toMatchObject({ text, outcome: { kind: 'text' } })
    }
  })
})
