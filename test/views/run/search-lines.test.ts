import { describe, expect, it } from 'vitest'
import { foundLine, hasText, isPattern, splitMatches } from '../../../src/views/run/search-lines.ts'

describe('what a search marks', () => {
  it('is the text in any case', () => {
    expect(splitMatches('Warn and WARN', 'warn')).toEqual([
      { text: 'Warn', isMatch: true },
      { text: ' and ', isMatch: false },
      { text: 'WARN', isMatch: true },
    ])
  })

  it.each([
    ['nothing here', 'warn'],
    ['no search', ''],
    ['\u0130stanbul, whose first letter becomes two', 'stan'],
  ])('is nothing in %j for %j', (text, search) => {
    expect(splitMatches(text, search)).toEqual([{ text, isMatch: false }])
  })

  it('is not HTML, and loses nothing of the text', () => {
    const text = '<b>a</b><b>a</b>'
    const parts = splitMatches(text, '<b>')
    expect(parts.map((part) => part.text).join('')).toBe(text)
    expect(parts.filter(({ isMatch }) => isMatch)).toHaveLength(2)
  })

  it('is bounded in a line that matches all over', () => {
    const parts = splitMatches('a'.repeat(100_000), 'a')
    expect(parts.length).toBeLessThan(200)
    expect(parts.reduce((sum, { text }) => sum + text.length, 0)).toBe(100_000)
  })
})

it('finds text in any case', () => {
  expect(hasText('An ERROR', 'error')).toBe(true)
  expect(hasText('An ERROR', 'warn')).toBe(false)
})

it.each([
  ['/a+/', true],
  ['/a+/i', true],
  ['a/b', false],
  ['//', false],
])('tells whether %j is a regular expression for the server', (search, expected) => {
  expect(isPattern(search)).toBe(expected)
})

it.each([
  ['21: WARN  Retried', { number: 21, isMatch: true, text: 'WARN  Retried' }],
  ['20- INFO  Read', { number: 20, isMatch: false, text: 'INFO  Read' }],
  ['INFO  Read', { number: undefined, isMatch: false, text: 'INFO  Read' }],
])('reads a line that the server found: %j', (line, expected) => {
  expect(foundLine(line)).toEqual(expected)
})
