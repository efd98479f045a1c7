import { describe, expect, it } from 'vitest'
import {
  isLogResult,
  type LogPage,
  linesOf,
  logOf,
  readLogPage,
  withEarlier,
  withNewest,
} from '../../../src/views/run/log-pages.ts'

const page = (from: number, lines: string[], more: Partial<LogPage> = {}): LogPage => ({
  lines,
  from,
  total: from + lines.length - 1,
  before: from > 1 ? from : undefined,
  ...more,
})
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`)

describe('a page of a log', () => {
  it('is read from a result', () => {
    const result = { lines: ['a', 1], from: 3, total: 4, next: { before: 3 } }
    expect(isLogResult(result)).toBe(true)
    expect(readLogPage(result)).toEqual({ lines: ['a', '1'], from: 3, total: 4, before: 3 })
  })

  it.each([{ lines: [] }, { lines: 'a', total: 1 }, null, []])('is told from %j', (value) => {
    expect(isLogResult(value)).toBe(false)
  })
})

describe('a log that grows', () => {
  it('gets the lines that are new', () => {
    const log = withNewest(logOf(page(1, numbered(1, 4))), page(3, numbered(3, 6)))
    expect(linesOf(log)).toEqual(numbered(1, 6))
    expect(log).toMatchObject({ total: 6, before: undefined })
  })

  it('stays the same if nothing is new', () => {
    const log = logOf(page(3, numbered(3, 6)))
    const again = withNewest(log, page(3, numbered(3, 6)))
    expect(again.chunks).toEqual(log.chunks)
    expect(again.before).toBe(3)
  })

  it('gets a page that begins where it ends', () => {
    const log = withNewest(logOf(page(1, numbered(1, 2))), page(3, numbered(3, 4)))
    expect(linesOf(log)).toEqual(numbered(1, 4))
  })

  it('begins anew if lines between are missing, which can be read', () => {
    const log = withNewest(logOf(page(1, numbered(1, 2))), page(5, numbered(5, 6)))
    expect(linesOf(log)).toEqual(numbered(5, 6))
    expect(log.before).toBe(5)
  })

  it('begins anew if it has become shorter, as that of a run that went on', () => {
    const log = withNewest(logOf(page(1, numbered(1, 5))), page(1, ['other']))
    expect(linesOf(log)).toEqual(['other'])
  })

  it('begins anew if the pages do not meet', () => {
    const log = withNewest(logOf(page(1, numbered(1, 4))), page(3, ['x', 'y', 'z']))
    expect(linesOf(log)).toEqual(['x', 'y', 'z'])
  })

  it('counts the last line again while it repeats', () => {
    const log = logOf(page(1, ['start', '2026-03-01T10:00:00.000Z tick (x2)'], { total: 3 }))
    const newest = page(1, ['start', '2026-03-01T10:00:00.000Z tick (x4)', 'done'], { total: 6 })
    expect(linesOf(withNewest(log, newest))).toEqual([
      'start',
      '2026-03-01T10:00:00.000Z tick (x4)',
      'done',
    ])
  })

  it('keeps the count of a line whose first occurrences are not in the new page', () => {
    const log = logOf(page(1, ['a', '2026-03-01T10:00:00.000Z tick (x9)'], { total: 10 }))
    const newest = page(8, ['2026-03-01T10:00:07.000Z tick (x3)', 'b'], { total: 11 })
    expect(linesOf(withNewest(log, newest))).toEqual([
      'a',
      '2026-03-01T10:00:00.000Z tick (x9)',
      'b',
    ])
  })

  it('takes a last line that has been written to its end', () => {
    const log = withNewest(logOf(page(1, ['a', 'Read 1'])), page(1, ['a', 'Read 12 pages', 'b']))
    expect(linesOf(log)).toEqual(['a', 'Read 12 pages', 'b'])
  })

  it('is told apart where lines alternate', () => {
    const log = withNewest(logOf(page(1, ['a', 'b', 'a', 'b'])), page(3, ['a', 'b', 'a', 'b']))
    expect(linesOf(log)).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  })

  it('gets the lines above', () => {
    const log = withEarlier(logOf(page(5, numbered(5, 6))), page(3, numbered(3, 4)))
    expect(linesOf(log)).toEqual(numbered(3, 6))
    expect(log).toMatchObject({ total: 6, before: 3 })
  })

  it('drops the oldest lines when there are thousands, which can be read again', () => {
    let log = logOf(page(1, numbered(1, 200)))
    for (let end = 400; end <= 4000; end += 200) {
      log = withNewest(log, page(end - 249, numbered(end - 249, end)))
    }
    const lines = linesOf(log)
    expect(lines.length).toBeLessThanOrEqual(3000)
    expect(lines.at(-1)).toBe('line 4000')
    expect(lines[0]).toBe(`line ${log.before}`)
  })

  it('begins when the first line is written', () => {
    const empty = logOf({ lines: [], from: undefined, total: 0, before: undefined })
    expect(linesOf(withNewest(empty, page(1, ['first'])))).toEqual(['first'])
  })
})
