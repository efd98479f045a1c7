import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCsv } from '../../../src/views/shared/csv.ts'
import { propertyRuns } from '../../support/property-runs.ts'

describe('CSV', () => {
  it('has a header, commas and CRLF', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          [1, 'x'],
          [null, undefined],
        ],
      ),
    ).toBe('a,b\r\n1,x\r\n,\r\n')
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+A1', "'+A1"],
    ['-A1', "'-A1"],
    ['--5', "'--5"],
    ['-', "'-"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\r=1', '"\'\r=1"'],
    ['=HYPERLINK("http://a.b","c")', '"\'=HYPERLINK(""http://a.b"",""c"")"'],
    [-5, '-5'],
    ['-5', '-5'],
    ['+1.5e3', '+1.5e3'],
    ['-.5', '-.5'],
    ['-5+cmd', "'-5+cmd"],
    ['a=b', 'a=b'],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
    ['a"b', '"a""b"'],
    [true, 'true'],
    [{ a: [1] }, '"{""a"":[1]}"'],
  ])('writes %j as %s', (value, cell) => {
    expect(toCsv(['c'], [[value]])).toBe(`c\r\n${cell}\r\n`)
    expect(toCsv([String(value)], [])).toContain(typeof value === 'object' ? '[object' : cell)
  })

  it('is read back as it was, but for the apostrophes, and never begins a cell as a formula', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('=1', '-1', '"', '\r\n', ','),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const read: string[][] = parse(toCsv(['a', 'b'], rows), {
          relaxColumnCount: false,
          recordDelimiter: '\r\n',
        })
        expect(
          read.slice(1).map((cells) => cells.map((one) => one.replace(/^'(?=[=+\-@\t\r])/, ''))),
        ).toEqual(rows.map((cells) => cells.map((one) => one.replace(/^'(?=[=+\-@\t\r])/, ''))))
        for (const one of read.flat()) expect(one).not.toMatch(/^[=@\t\r]|^[+-](?![\d.])/)
      }),
      propertyRuns(100),
    )
  })
})
