import { describe, expect, it } from 'vitest'
import { levelOf, shownLines } from '../../../src/views/run/log-levels.ts'

describe('the level of a line', () => {
  it.each([
    ['ERROR Page failed', 'error'],
    ['INFO  CheerioCrawler: Starting', 'info'],
    ['WARN  Retried', 'warn'],
    ['WARNING: deprecated', 'warn'],
    ['DEBUG Page size 40', 'debug'],
    ['[apify] INFO ACTOR: Creating', 'info'],
    ['\u{1f680} ERROR out of fuel', 'error'],
    ['{"level":"warn","msg":"slow"}', 'warn'],
    ['TypeError: x is not a function', 'error'],
    ['Error: The login page has changed', 'error'],
    ['Traceback (most recent call last):', 'error'],
    ['ValueError: bad', 'error'],
    ['Read 20 pages', undefined],
    ['Information about errors', undefined],
    ['no error here', undefined],
    ['', undefined],
  ])('of %j is %s', (line, level) => {
    expect(levelOf(line)).toBe(level)
  })

  it('is that of the first word that names one', () => {
    expect(levelOf('INFO  The last ERROR was handled')).toBe('info')
  })

  it('takes no time to find in a line of megabytes', () => {
    expect(levelOf(`${'x'.repeat(5_000_000)} ERROR`)).toBeUndefined()
  })
})

describe('lines of a log', () => {
  it('have their time apart', () => {
    expect(shownLines(['2026-03-01T10:00:00.123Z INFO  Read', 'INFO  No time'])).toEqual([
      { time: '2026-03-01T10:00:00.123Z', text: 'INFO  Read', level: 'info' },
      { time: '', text: 'INFO  No time', level: 'info' },
    ])
  })

  it('have the level of the line that they continue', () => {
    const lines = ['Error: bad', '    at main.js:1:1', '    at main.js:2:2', 'Node.js v20', '  x']
    expect(shownLines(lines).map(({ level }) => level)).toEqual([
      'error',
      'error',
      'error',
      undefined,
      undefined,
    ])
  })

  it('keep what looks like HTML as it is', () => {
    const [line] = shownLines(['<img src=x onerror=alert(1)>'])
    expect(line?.text).toBe('<img src=x onerror=alert(1)>')
  })
})
