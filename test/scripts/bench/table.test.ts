import { expect, it } from 'vitest'
import { formatReport } from '../../../scripts/bench/table.ts'

it('formats counts without decimals, and says which version was measured', () => {
  const rows = [
    { name: 'solved', unit: 'of 11', ours: 11, incumbent: 8 },
    { name: 'time', unit: 'ms', ours: 1.5, incumbent: 1234.5, note: 'median' },
  ]
  const text = formatReport('agent', { rows, incumbent: 'its server 1.2.3', skipped: 'the rest' })
  expect(text.split('\n')).toEqual([
    'agent   ours  incumbent  ratio  unit   note',
    'solved    11          8   1.38  of 11',
    'time    1.50      1,235   0.00  ms     median',
    'incumbent: its server 1.2.3',
    'skipped: the rest',
  ])
})
