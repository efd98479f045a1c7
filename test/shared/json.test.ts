import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/shared/json.ts'
import { propertyRuns } from '../support/property-runs.ts'

const DIGITS = '12345678901234567890'

describe('parseJson', () => {
  it.each([
    [`[${DIGITS},-${DIGITS}]`, [DIGITS, `-${DIGITS}`]],
    [`{"id":${DIGITS} , "x" : ${DIGITS}\n}`, { id: DIGITS, x: DIGITS }],
    ['[1e400,-1E+400,1e-400,0e400]', ['1e400', '-1E+400', 0, 0]],
    [`["a:${DIGITS}","\\\\",${DIGITS}]`, [`a:${DIGITS}`, '\\', DIGITS]],
    ['[9007199254740991,9007199254740992]', [9007199254740991, '9007199254740992']],
    [`{"${DIGITS}":1,"1e400" :2}`, { [DIGITS]: 1, '1e400': 2 }],
  ])('returns integers beyond 2^53 as strings: %s', (json, value) => {
    expect(parseJson(json)).toStrictEqual(value)
  })

  it.each([
    `0${DIGITS}`,
    `[-00${DIGITS}]`,
    '[01e400]',
    `{${DIGITS}:1}`,
    `{ ${DIGITS}:1}`,
    `{"a":1,-${DIGITS}\n:1}`,
    '{ 1e400 :1}',
    `[${DIGITS}.]`,
    `[${DIGITS}e]`,
    `[${DIGITS} ${DIGITS}]`,
    `["a" ${DIGITS}]`,
    `[${DIGITS}"a"]`,
    `{"a" ${DIGITS}}`,
    `[${DIGITS}n]`,
    `[+${DIGITS}]`,
  ])('refuses what JSON.parse refuses: %s', (json) => {
    expect(() => JSON.parse(json)).toThrow(SyntaxError)
    expect(() => parseJson(json)).toThrow(SyntaxError)
  })

  it('refuses what JSON.parse refuses, and nothing else', () => {
    const parts = [DIGITS, '1e400', '0', '-', '.', 'e', '"a"', '"', '\\', ...'{}[]:, \n']
    const json = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((one) => one.join(''))
    const mangled = fc.oneof(
      json,
      json.map((one) => `[${one}]`),
      json.map((one) => `{"a":${one}}`),
      json.map((one) => `{ ${one}:1}`),
    )
    fc.assert(
      fc.property(mangled, (one) => {
        expect(accepts(parseJson, one)).toBe(accepts(JSON.parse, one))
      }),
      propertyRuns(2000),
    )
  })
})

function accepts(parse: (json: string) => unknown, json: string): boolean {
  try {
    parse(json)
    return true
  } catch {
    return false
  }
}
