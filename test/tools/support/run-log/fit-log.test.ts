import { describe, expect, it } from 'vitest'
import { fitLog } from '../../../../tools/support/run-log/fit-log.ts'

const page = (texts: string[], older = false) => ({
  lines: texts.map((text, i) => ({ number: i + 1, text, repeats: 1 })),
  total: texts.length,
  older,
})
const fitted = (log: Parameters<typeof fitLog>[0], maxTokens: number) =>
  fitLog(log, maxTokens, (shown) => shown)

describe('fitLog', () => {
  it('shows a log that fits, oldest line first', () => {
    expect(fitted(page(['a', 'b']), 1000)).toEqual({
      lines: ['a', 'b'],
      from: 1,
      total: 2,
      next: undefined,
      truncated: false,
    })
  })

  it('drops the oldest lines, and `next` goes on before the first that is shown', () => {
    const texts = Array.from({ length: 500 }, (_, i) => `line number ${i + 1}`)
    const { lines, from = 0, next, total } = fitted(page(texts), 500)
    expect(lines.length).toBeGreaterThan(20)
    expect(lines).toEqual(texts.slice(from - 1))
    expect({ next, total }).toEqual({ next: { before: from }, total: 500 })
  })

  it('has a next page if the log has older lines', () => {
    expect(fitted(page(['a'], true), 1000).next).toEqual({ before: 1 })
    expect(fitted(page([], true), 1000).next).toBeUndefined()
  })

  it('truncates a line that is too long, and says so', () => {
    expect(fitted(page(['word '.repeat(10_000)]), 500)).toMatchObject({
      from: 1,
      truncated: true,
    })
  })

  it('writes numbers of found lines, and how often a line repeats', () => {
    const lines = [
      { number: 11, text: 'near', repeats: 1, matches: false },
      { number: 12, text: 'hit', repeats: 3, matches: true },
    ]
    const log = { lines, total: 20, older: false }
    expect(fitted(log, 1000).lines).toEqual(['11- near', '12: hit (x3)'])
  })
})
