import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/shared/json.ts'
import { readStream as read } from '../support/json-stream.ts'
import { propertyRuns } from '../support/property-runs.ts'

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
      propertyRuns(100),
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
      propertyRuns(100),
    )
  })
})

describe('what is skipped', () => {
  const skipped = (json: string) => `{"skipped":[${json}],\n "it":1\n}`

  it('is refused where JSON.parse refuses it', () => {
    for (const json of INVALID.filter((one) => one.trim() !== '' && one !== '{}{}'))
      for (const pieceBytes of [1, 3, 100])
        expect(read(skipped(json), { steps: ['it'] }, pieceBytes).outcome, json).toEqual({
          kind: 'invalid',
        })
  })

  it('is any JSON, cut anywhere', () => {
    const json = fc.json({ maxDepth: 4 }).map((one) => JSON.stringify(JSON.parse(one), null, 1))
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 20 }), (one, pieceBytes) => {
        expect(read(skipped(one), { steps: ['it'] }, pieceBytes).value).toBe(1)
      }),
      propertyRuns(100),
    )
  })

  it('has no control character in a text, however many are between the tokens', () => {
    for (let code = 0; code < 32; code++) {
      const text = `\n\n"a${String.fromCharCode(code)}b"\t\n`
      expect(read(skipped(text), { steps: ['it'] }).outcome).toEqual({ kind: 'invalid' })
      expect(read(skipped(`${text},`.repeat(500)), {}, 64).outcome).toEqual({ kind: 'invalid' })
    }
  })
})

describe('bytes that are not UTF-8', () => {
  it('are read as a decoder reads them, cut anywhere', () => {
    const odd = fc.array(fc.constantFrom(0x80, 0xbf, 0xc3, 0xe4, 0xf0, 0x9f, 0xff, 0x61), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(odd, fc.integer({ min: 1, max: 9 }), (bytes, pieceBytes) => {
        const json = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])
        expect(read(json, {}, pieceBytes).value).toEqual(JSON.parse(json.toString('utf8')))
      }),
      propertyRuns(100),
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
      propertyRuns(100),
    )
  })
})
