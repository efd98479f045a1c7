import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPruned } from '../../src/budget/pruned.ts'
import { truncateValue } from '../../src/budget/truncate.ts'
import { parseJson } from '../../src/shared/json.ts'
import { JsonStream, type Outcome, type StreamOptions } from '../../src/untrusted/stream-json.ts'
import { toValue } from '../../src/untrusted/to-value.ts'

const LIMITS = { values: 1000, chars: 100_000, textChars: 10_000, minTextChars: 500 }

/** Reads a text in pieces of some length, each as far as an outcome. */
function read(json: string, options: Partial<StreamOptions> = {}, pieceChars = json.length || 1) {
  const stream = new JsonStream({ steps: [], form: 'value', limits: LIMITS, ...options })
  let text = ''
  let outcome: Outcome | undefined
  let at = 0
  for (; at < json.length && !outcome; at += pieceChars) {
    const reply = stream.write(json.slice(at, at + pieceChars))
    text += reply.text ?? ''
    outcome = reply.outcome
  }
  if (!outcome) {
    const reply = stream.end()
    text += reply.text ?? ''
    outcome = reply.outcome
  }
  const value = outcome?.kind === 'value' ? toValue(outcome.value, (text) => text) : undefined
  return { outcome, text, value, readChars: at }
}

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
    const { value, outcome } = read(json, {}, 4096)
    expect(
      JSON.stringify(outcome?.kind === 'value' && [...pieces(outcome.value)]).length,
    ).toBeLessThan(1_000_000)
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

function* pieces(kept: unknown): Generator<unknown> {
  yield kept instanceof Map ? [...kept] : kept
}
