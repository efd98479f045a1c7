import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/shared/json.ts'
import { readStream as read } from '../support/json-stream.ts'

const ODD_TEXTS = [
  '{"__proto__":{"a":1},"constructor":2}',
  '{"a":1,"b":2,"a":3}',
  '"\\ud800"',
  '["\\ud83d\\ude00","😀","\\uDE00x"]',
  '[12345678901234567890,-12345678901234567890,9007199254740993,9007199254740991]',
  '[1e400,-1e400,1e-400,1e20,-0,0,0.1,1E5,1.5e+3]',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041"',
  ' \t\r\n{ "a" : [ ] , "b" : { } } \n',
  '{"2":"b","1":"a","x":[true,false,null]}',
  '{"":{"":""}}',
  'null',
  '0',
  '""',
]
const INVALID = [
  '',
  ' ',
  '{',
  '[1,]',
  '[,1]',
  '{"a":1,}',
  '{"a"}',
  '{"a":}',
  '{a:1}',
  "['a']",
  '01',
  '-',
  '1.',
  '.5',
  '1e',
  '+1',
  '0x10',
  'NaN',
  'tru',
  'nulll',
  'truefalse',
  '"\n"',
  '"\\x"',
  '"\\u12"',
  '"\\u12g4"',
  '"open',
  '[1 2]',
  '[1]]',
  '{}{}',
  '[}',
  '{]',
  ']',
  '1,',
  '\u00a01',
  '[1\u2028]',
]

describe('JSON that is read in pieces', () => {
  it.each(ODD_TEXTS)('is what JSON.parse returns: %s', (json) => {
    for (const pieceChars of [1, 2, 3, 7, 100]) {
      const { value } = read(json, {}, pieceChars)
      expect(value).toStrictEqual(parseJson(json))
      expect(JSON.stringify(value)).toBe(JSON.stringify(parseJson(json)))
    }
  })

  it.each(INVALID)('is invalid where JSON.parse says so: %j', (json) => {
    expect(() => parseJson(json)).toThrow(SyntaxError)
    for (const pieceChars of [1, 2, 100])
      expect(read(json, {}, pieceChars).outcome).toEqual({ kind: 'invalid' })
  })

  it('is what JSON.parse returns for any JSON, cut anywhere', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.integer({ min: 1, max: 20 }), (json, pieceChars) => {
        expect(read(json, {}, pieceChars).value).toStrictEqual(parseJson(json))
      }),
    )
  })

  it('is refused where JSON.parse refuses it, whatever is changed about it', () => {
    const mangled = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom(...'{}[]",:0-.eEtn\\u \n'))
      .map(([json, at, char]) => {
        const place = at % (json.length + 1)
        return json.slice(0, place) + char + json.slice(place + (at % 2))
      })
    fc.assert(
      fc.property(mangled, fc.integer({ min: 1, max: 9 }), (json, pieceChars) => {
        const isValid = canParse(json)
        expect(read(json, {}, pieceChars).outcome?.kind).toBe(isValid ? 'value' : 'invalid')
      }),
    )
  })
})

function canParse(json: string): boolean {
  try {
    parseJson(json)
    return true
  } catch {
    return false
  }
}

describe('the JSON of a value at a path', () => {
  it('is what JSON.stringify writes, in parts', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.integer({ min: 1, max: 20 }), (json, pieceChars) => {
        const value = parseJson(json)
        const { text } = read(
          `{"before":[1],"it":${json}}`,
          { steps: ['it'], form: 'json' },
          pieceChars,
        )
        const expected = typeof value === 'string' ? value : JSON.stringify(value)
        // Keys of digits go first in JavaScript; otherwise the order is that of the text.
        if (!/"\d+":/.test(json)) expect(text).toBe(expected)
        else expect([...text].toSorted()).toEqual([...expected].toSorted())
      }),
    )
  })
})

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

  it('passes a text on in parts that are the whole of it', () => {
    const text = 'Zoë 😀 "quoted"\n'.repeat(1000)
    const json = JSON.stringify({ a: [1, { text }], z: 1 })
    for (const pieceChars of [1, 37, 4096]) {
      const found = read(json, { steps: ['a', '1', 'text'], form: 'texts' }, pieceChars)
      expect(found).toMatchObject({ text, outcome: { kind: 'text' } })
    }
  })
})
