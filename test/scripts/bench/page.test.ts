import { describe, expect, it } from 'vitest'
import { replaceTables } from '../../../scripts/bench/page.ts'
import { formatReport } from '../../../scripts/bench/table.ts'

const ORDER = ['start', 'call', 'tokens']
const OLD_DAY = 'Measured on 2026-01-02 by `npm run bench`: 2 cores.'
const NEW_DAY = 'Measured on 2026-03-04 by `npm run bench`: 8 cores.'
const report = (ours: number) => ({ rows: [{ name: 'time', unit: 'ms', ours }] })
const table = (name: string, ours: number) =>
  `\`\`\`text\n${formatReport(name, report(ours))}\n\`\`\``

describe('replaceTables', () => {
  const all = replaceTables('', OLD_DAY, { start: report(1), call: report(2) }, ORDER)

  it('writes the line above tables of the same day and machine once', () => {
    expect(all).toBe([OLD_DAY, table('start', 1), table('call', 2)].join('\n\n'))
  })

  it('replaces the table of one bench and leaves the others, each under its own line', () => {
    const next = replaceTables(`\n\n${all}\n\n`, NEW_DAY, { start: report(3) }, ORDER)
    expect(next).toBe([NEW_DAY, table('start', 3), OLD_DAY, table('call', 2)].join('\n\n'))
  })

  it('puts a new table where the order says', () => {
    const later = replaceTables(all, NEW_DAY, { tokens: report(4) }, ORDER)
    expect(later.endsWith([table('call', 2), NEW_DAY, table('tokens', 4)].join('\n\n'))).toBe(true)
    const first = replaceTables(all, NEW_DAY, { tokens: report(4) }, ['tokens', ...ORDER])
    expect(first.startsWith([NEW_DAY, table('tokens', 4), OLD_DAY].join('\n\n'))).toBe(true)
  })

  it('drops the table of a bench that there is no more', () => {
    expect(replaceTables(all, NEW_DAY, {}, ['call'])).toBe(`${OLD_DAY}\n\n${table('call', 2)}`)
  })

  it('is the same when the same tables are written again', () => {
    const reports = { start: report(1), call: report(2) }
    expect(replaceTables(all, OLD_DAY, reports, ORDER)).toBe(all)
  })
})
