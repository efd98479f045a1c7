import { describe, expect, it } from 'vitest'
import { lastLines } from '../../../../tools/support/run-log/tail-log.ts'
import { bodyOf, logOf } from './bodies.ts'

const TEN = Array.from({ length: 10 }, (_, i) => `line ${i + 1}`)

describe('lastLines', () => {
  it.each([
    ['the last lines', { count: 3 }, [8, 9, 10], true],
    ['all lines', { count: 10 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
    ['more lines than there are', { count: 99 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
    ['lines before a line', { count: 3, before: 8 }, [5, 6, 7], true],
    ['the first lines', { count: 3, before: 4 }, [1, 2, 3], false],
    ['lines before the first', { count: 3, before: 1 }, [], false],
    ['lines before one after the end', { count: 2, before: 999 }, [9, 10], true],
  ])('returns %s', async (_, range, numbers, older) => {
    for (const size of [1, 7, 1000]) {
      const page = await lastLines(bodyOf(logOf(TEN), size), range)
      expect(page.lines.map(({ number }) => number)).toEqual(numbers)
      expect(page.lines.map(({ text }) => text)).toEqual(numbers.map((n) => `line ${n}`))
      expect(page).toMatchObject({ total: 10, older })
    }
  })

  it.each([
    ['', 0, []],
    ['\n\n', 2, []],
    ['no end', 1, ['no end']],
    ['a\n\nb\n', 3, ['a', 'b']],
    ['a\r\nb\r\n', 2, ['a', 'b']],
  ])('counts the lines of %j and leaves out blank ones', async (log, total, texts) => {
    const page = await lastLines(bodyOf(log), { count: 10 })
    expect(page.lines.map(({ text }) => text)).toEqual(texts)
    expect(page).toMatchObject({ total, older: false })
  })

  it('folds neighbours that differ in time alone into the first of them', async () => {
    const log = logOf([
      'start',
      '2026-01-02T10:00:01.000Z waiting',
      '2026-01-02T10:00:02.000Z waiting',
      '2026-01-02T10:00:03.000Z waiting',
      'end',
    ])
    const { lines } = await lastLines(bodyOf(log), { count: 3 })
    expect(lines).toEqual([
      { number: 1, text: 'start', repeats: 1 },
      { number: 2, text: '2026-01-02T10:00:01.000Z waiting', repeats: 3 },
      { number: 5, text: 'end', repeats: 1 },
    ])
  })

  it('keeps the numbers of the last lines of a log of many megabytes', async () => {
    const line = `${'x'.repeat(999)}`
    const log = logOf([...Array.from({ length: 5000 }, (_, i) => `${i + 1} ${line}`), 'end'])
    const page = await lastLines(bodyOf(log, 65_536), { count: 2 })
    expect(page.lines).toEqual([
      { number: 5000, text: `5000 ${line}`, repeats: 1 },
      { number: 5001, text: 'end', repeats: 1 },
    ])
    expect(page).toMatchObject({ total: 5001, older: true })
  })

  it('marks a line whose beginning is not kept', async () => {
    const page = await lastLines(bodyOf(`${'é'.repeat(2_000_000)}\nend\n`, 65_536), { count: 9 })
    expect(page.lines.map(({ number }) => number)).toEqual([1, 2])
    expect(page.lines[0]?.text).toMatch(/^…é{99999}$/)
  })
})
