import { describe, expect, it } from 'vitest'
import { findLines, matcherOf } from '../../../../tools/support/run-log/search-log.ts'
import { countTurns } from '../../../support/count-turns.ts'
import { bodyOf, logOf } from './bodies.ts'

describe('matcherOf', () => {
  it.each([
    ['error', 'An ERROR here', true],
    ['Error', 'an error here', true],
    ['a.c', 'abc', false],
    ['/a.c/', 'abc', true],
    ['/ABC/', 'abc', false],
    ['/ABC/i', 'abc', true],
    ['/^page \\d+$/', 'page 12', true],
    ['/', 'a/b', true],
    ['//', 'a//b', true],
  ])('%s in %j: %s', async (search, line, expected) => {
    expect((await matcherOf(search))(line)).toBe(expected)
  })

  it.each([['/(/'], ['/(?=x)/'], ['/(a)\\1/'], ['/x/g'], ['/x/ig']])(
    'refuses %s, and says what is wrong',
    async (search) => {
      await expect(matcherOf(search)).rejects.toThrow('not a valid RE2 regular expression: ')
    },
  )
})

describe('the bounds of a pattern', () => {
  it.each([
    '/\\w{200}\\d{200}/',
    '/((\\w?){15}){20}x/',
    `/${'(foo|bar|bazinga|qux|and|more)?'.repeat(8)}${'(a|bc)?'.repeat(10)}/`,
  ])('refuses %s, and says what to do', async (search) => {
    await expect(matcherOf(search)).rejects.toMatchObject({
      happened: expect.stringContaining('takes too long'),
      remedy: expect.stringContaining('plain text'),
    })
  })

  it.each(['/(a+)+$/', '/(x+x+)+y/', '/error|warn(ing)?|time ?out/i', '/\\d{3}-\\d{4}/'])(
    'takes %s',
    async (search) => {
      expect((await matcherOf(search)).maxChars).toBeGreaterThan(10_000)
    },
  )

  it('searches the beginning of a very long line, and counts such lines', async () => {
    const matches = await matcherOf('/(foo|bar|bazinga|qux)?(foo|bar|bazinga|qux)?z{20}$/')
    const { maxChars = 0 } = matches
    const lines = ['a'.repeat(maxChars + 1), `${'a'.repeat(maxChars - 20)}${'z'.repeat(20)}bc`, 'b']
    const page = await findLines(bodyOf(logOf(lines)), matches, { count: 9 })
    expect(page.cut).toEqual({ lines: 1, maxChars })
    expect(page.lines.map(({ number, matches: isMatch }) => isMatch && number)).toContain(2)
  })

  it('lets others have their turn while it searches', async () => {
    const slow = () => {
      const end = performance.now() + 30
      while (performance.now() < end);
      return false
    }
    const search = findLines(bodyOf(logOf(Array(20).fill('line'))), slow, { count: 1 })
    const { turns } = await countTurns(search)
    expect(turns).toBeGreaterThan(0)
  })
})

describe('findLines', () => {
  const log = logOf(Array.from({ length: 20 }, (_, i) => (i % 10 === 5 ? `hit ${i}` : `line ${i}`)))
  const isHit = (line: string) => line.startsWith('hit')

  it('returns each match with two lines before and after, and which one matches', async () => {
    const page = await findLines(bodyOf(log), isHit, { count: 99 })
    const numbers = page.lines.map(({ number, matches }) => (matches ? `${number}:` : number))
    expect(numbers).toEqual([4, 5, '6:', 7, 8, 14, 15, '16:', 17, 18])
    expect(page).toMatchObject({ total: 20, older: false })
  })

  it.each([
    ['the last lines', { count: 3 }, [16, 17, 18], true],
    ['lines before a line', { count: 99, before: 7 }, [4, 5, 6], false],
    ['nothing before the first', { count: 99, before: 1 }, [], false],
  ])('returns %s of what it found', async (_, range, numbers, older) => {
    const page = await findLines(bodyOf(log), isHit, range)
    expect(page.lines.map(({ number }) => number)).toEqual(numbers)
    expect(page).toMatchObject({ total: 20, older })
  })

  it('shows lines between close matches once', async () => {
    const lines = ['a', 'hit', 'b', 'hit', 'c', 'hit', 'd']
    const page = await findLines(bodyOf(logOf(lines)), isHit, { count: 99 })
    expect(page.lines.map(({ text }) => text)).toEqual(lines)
  })

  it('folds equal neighbours, but not a match into a line of context', async () => {
    const same = ['hit', 'hit', 'hit', 'other', 'other', 'last']
    const page = await findLines(bodyOf(logOf(same)), isHit, { count: 99 })
    expect(page.lines).toMatchObject([
      { number: 1, text: 'hit', repeats: 3, matches: true },
      { number: 4, text: 'other', repeats: 2, matches: false },
    ])
    const alternating = (line: string, i = count++) => i % 2 === 0 && line === 'x'
    let count = 0
    const folded = await findLines(bodyOf(logOf(['x', 'x'])), alternating, { count: 99 })
    expect(folded.lines.map(({ repeats }) => repeats)).toEqual([1, 1])
  })

  it('keeps at most 4 million characters of what it found', async () => {
    const long = Array.from({ length: 60 }, (_, i) => `hit ${i} ${'x'.repeat(90_000)}`)
    const page = await findLines(bodyOf(logOf(long), 65_536), isHit, { count: 99 })
    expect(page.lines.length).toBe(44)
    expect(page.lines.at(-1)?.number).toBe(60)
    expect(page.older).toBe(true)
  })
})
