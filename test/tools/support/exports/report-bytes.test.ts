import { expect, it } from 'vitest'
import { reportBytes } from '../../../../tools/support/exports/report-bytes.ts'

it.each([
  [undefined, ['0.1 MB written', '4.2 MB written', '9.0 MB written']],
  [
    7,
    [
      '0.1 MB written, 7 rows in total',
      '4.2 MB written, 7 rows in total',
      '9.0 MB written, 7 rows in total',
    ],
  ],
])('reports the first bytes, then every 4 MB, of %s rows', (rows, expected) => {
  const messages: string[] = []
  const report = reportBytes((message) => messages.push(message), rows)
  for (const bytes of [100_000, 2_000_000, 4_000_000, 4_200_000, 8_000_000, 9_000_000])
    report(bytes)
  expect(messages).toEqual(expected)
})
