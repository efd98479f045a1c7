import { expect, test } from 'vitest'
import { cutDeepParts, isDeeper, MAX_DEPTH } from '../../src/local/json-depth.ts'

const lists = (levels: number, inside = '1') => '['.repeat(levels) + inside + ']'.repeat(levels)
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const CUT = /"\(left out: nested deeper than 1000 levels\)"/g

test.each<[name: string, text: string, levels: number, expected: boolean]>([
  ['lists at the bound', lists(50), 50, false],
  ['lists below it', lists(51), 50, true],
  ['objects at the bound', objects(50), 50, false],
  ['objects below it', objects(51), 50, true],
  ['brackets in a text', JSON.stringify(`"${'['.repeat(200)}\\`), 50, false],
  ['brackets after a text with quotes', `["\\"]\\\\",${lists(51)}]`, 50, true],
  ['many brackets side by side', `[${Array(500).fill('{"a":[]}').join()}]`, 50, false],
  ['two million levels', lists(2_000_000), 1000, true],
  ['a torn text', `[${'"x",'.repeat(99)}"[[[`, 50, false],
  ['a torn escape', `[${'"x",'.repeat(99)}"\\"`, 50, false],
])('depth: %s', (_, text, levels, expected) => {
  expect(isDeeper(text, levels)).toBe(expected)
})

test('what is not too deep stays as it is', () => {
  const text = ` {"n": 12345678901234567890, "a": ${lists(MAX_DEPTH - 1)} } `
  expect(cutDeepParts(text)).toBe(text)
})

test('only what is too deep is replaced, and the rest keeps its text', () => {
  const deep = lists(MAX_DEPTH + 5, '"]}"')
  const cut = cutDeepParts(`{"n": 1.0, "a": ${deep}, "b": [${deep}, "\\"["], "z": 2}`)
  expect(cut.match(CUT)).toHaveLength(2)
  expect(isDeeper(cut, MAX_DEPTH)).toBe(false)
  expect(cut.startsWith('{"n": 1.0, "a": [')).toBe(true)
  expect(cut.endsWith(', "\\"["], "z": 2}')).toBe(true)
  expect(() => JSON.stringify(JSON.parse(cut))).not.toThrow()
})
