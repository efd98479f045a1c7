import { describe, expect, it } from 'vitest'
import { aim, formatReport } from '../../../scripts/bench/table.ts'

/** Formats one row and returns its figures. */
function figures(unit: string, ours: number, incumbent: number): string[] {
  const line = formatReport('bench', { rows: [{ name: 'row', unit, ours, incumbent }] }).split(
    '\n',
  )[1]
  return line?.split(/ {2,}/).slice(1) ?? []
}

describe('formatReport', () => {
  it('aligns columns, and says which version was measured', () => {
    const rows = [
      { name: 'solved', unit: 'of 11 tasks', ours: 11, incumbent: 8 },
      { name: 'time', unit: 'ms', ours: 1.5, incumbent: 1234.5, note: 'median' },
    ]
    const text = formatReport('agent', { rows, incumbent: 'its server 1.2.3', skipped: 'the rest' })
    expect(text.split('\n')).toEqual([
      'agent   ours  incumbent   ratio  unit         note',
      'solved    11          8          of 11 tasks',
      'time    1.50      1,235  0.0012  ms           median',
      'incumbent: its server 1.2.3',
      'skipped: the rest',
    ])
  })

  it('shows decimals by unit, not by value', () => {
    expect(figures('MiB', 4, 3.39)).toEqual(['4.00', '3.39', '1.18', 'MiB'])
    expect(figures('calls', 14, 1500)).toEqual(['14', '1,500', '0.0093', 'calls'])
    expect(figures('tokens', Number.NaN, 0)).toEqual(['-', '0', '-', 'tokens'])
  })

  it('shows two significant digits of small ratios', () => {
    expect(figures('tokens', 182, 71_211)[2]).toBe('0.0026')
    expect(figures('tokens', 23, 5_909_560)[2]).toBe('0.0000039')
    expect(figures('tokens', 7, 100)[2]).toBe('0.070')
    expect(figures('tokens', 0, 100)[2]).toBe('0.00')
    expect(figures('tokens', 6_000, 129)[2]).toBe('46.5')
  })
})

describe('aim', () => {
  it('says whether it is missed', () => {
    expect(aim(1.5, { atMost: 1.5 })).toBe('aim: at most 1.5')
    expect(aim(1.55, { atMost: 1.5, of: 'a ratio' })).toBe('MISSED: a ratio of at most 1.5')
    expect(aim(300, { atLeast: 300 })).toBe('aim: at least 300')
    expect(aim(292, { atLeast: 300 })).toBe('MISSED: at least 300')
    expect(aim(Number.NaN, { atMost: 15_000 })).toBe('MISSED: at most 15,000')
  })
})
