import { describe, expect, it } from 'vitest'
import { argumentNames } from '../../../../tools/support/actor-input/argument-names.ts'

const STRICTEST = /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/

describe('argumentNames', () => {
  it.each([
    ['good', 'good'],
    ['_good2', '_good2'],
    ['includeKeywords.keywords', 'includeKeywords_keywords'],
    ['max-items', 'max_items'],
    ['two words', 'two_words'],
    ['0day', '_0day'],
    ['$ref', '_ref'],
    ['größe', 'gro_e'],
    ['café', 'cafe'],
    ['日本', 'field'],
    ['…', 'field'],
    ['', 'field'],
    [' ', 'field'],
    ['a\n"b"', 'a_b_'],
  ])('of %j is %s', (field, name) => {
    expect(argumentNames([field])).toEqual(new Map([[field, name]]))
  })

  it.each([
    [['a.b', 'a_b']],
    [['a.b', 'a-b', 'a b']],
    [['日本', '中国', '', 'field']],
    [['x'.repeat(65), 'x'.repeat(66), 'x'.repeat(64)]],
    [['__proto__', 'constructor', 'toString']],
    [['0day', '_0day']],
  ])('gives each of %j a name of its own that no order changes', (fields) => {
    const names = argumentNames(fields)
    expect(new Set(names.values()).size).toBe(fields.length)
    for (const [field, name] of names) {
      expect(name).toMatch(STRICTEST)
      expect(name in {}).toBe(false)
      if (STRICTEST.test(field) && !(field in {})) expect(name).toBe(field)
    }
    expect(argumentNames(fields.toReversed())).toEqual(names)
  })
})
