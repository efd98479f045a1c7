import { describe, expect, it } from 'vitest'
import { toNumber } from '../../../../src/query/worker/functions/to-number.ts'

describe('to_number', () => {
  it.each<[string, number | bigint | null]>([
    // Plain.
    ['9.5', 9.5],
    ['0', 0],
    ['00501', 501],
    ['-12', -12],
    ['+12', 12],
    ['\u221212', -12],
    ['.5', 0.5],
    ['5.', 5],
    ['1e5', 100000],
    ['1.5E-3', 0.0015],
    [' 42 ', 42],
    ['9007199254740993', 9007199254740993n],
    // Thousands and fractions that can be read one way alone.
    ['1,299.00', 1299],
    ['1.299,50', 1299.5],
    ['1,299,000', 1299000],
    ['1.299.000', 1299000],
    ['1.299.000,5', 1299000.5],
    ['12,34,567.5', 1234567.5],
    ['1,00,000', 100000],
    ["1'299.50", 1299.5],
    ['1\u2019299', 1299],
    ['1 299', 1299],
    ['1 299,50', 1299.5],
    ['1\u00a0299,50', 1299.5],
    ['1\u202f299\u00a0000', 1299000],
    ['9,5', 9.5],
    ['12,50', 12.5],
    ['0,299', 0.299],
    ['0.299', 0.299],
    ['1299,500', 1299.5],
    ['1299.500', 1299.5],
    ['1,2999', 1.2999],
    // Currencies.
    ['$1,299.00', 1299],
    ['$ 20', 20],
    ['-$20', -20],
    ['$-20', -20],
    ['US$20', 20],
    ['R$ 1.299,90', 1299.9],
    ['\u20ac9,50', 9.5],
    ['9,50 \u20ac', 9.5],
    ['9,50\u00a0\u20ac', 9.5],
    ['EUR 9.50', 9.5],
    ['9.50EUR', 9.5],
    ['9.50 eur', 9.5],
    ['1 299 K\u010d', 1299],
    ['49,90 z\u0142', 49.9],
    ['CHF 12.\u2013', 12],
    ['12,- K\u010d', 12],
    ['\u00a3899', 899],
    ['\u20b91,00,000', 100000],
    ['$20 USD', 20],
    ['20 kr.', 20],
    // Two ways.
    ['1,299', null],
    ['1.299', null],
    ['$1,299', null],
    ['1.299 \u20ac', null],
    ['-12,345', null],
    // No number, several, or a unit.
    ['', null],
    [' ', null],
    ['N/A', null],
    ['-', null],
    ['.', null],
    ['$', null],
    ['free', null],
    ['10-20', null],
    ['10 - 20', null],
    ['$10 \u2013 $20', null],
    ['from 12', null],
    ['12 kg', null],
    ['45%', null],
    ['(12.50)', null],
    ['1.2.3', null],
    ['1,2,3', null],
    ['2024-01-01', null],
    ['12:30', null],
    ['1 2', null],
    ['12 34', null],
    ['--5', null],
    ['-$-5', null],
    ['0x1A', null],
    ['Infinity', null],
    ['NaN', null],
    ['euro', null],
    ['Europe 5', null],
    ['top 5', null],
    ['\u20ac5 $', null],
    ['1,299.00.00', null],
    ['9'.repeat(101), null],
  ])('reads %j as %s', (text, number) => {
    expect(toNumber(text)).toBe(number)
  })

  it.each<[string, string, number | null]>([
    ['1,299', '.', 1299],
    ['1,299', ',', 1.299],
    ['1.299', '.', 1.299],
    ['1.299', ',', 1299],
    ['$1,299', '.', 1299],
    ['1.299 \u20ac', ',', 1299],
    ['1.299,50', ',', 1299.5],
    ['1.299,50', '.', null],
    ['1,299.50', '.', 1299.5],
    ['9.5', ',', null],
    ['N/A', '.', null],
  ])('reads %j with the decimal sign %j as %s', (text, sign, number) => {
    expect(toNumber(text, sign)).toBe(number)
  })

  it('keeps numbers, and knows nothing of other values', () => {
    expect([toNumber(5), toNumber(2.5), toNumber(null), toNumber(new Uint8Array(2))]).toEqual([
      5,
      2.5,
      null,
      null,
    ])
  })

  it('refuses a format of another database', () => {
    expect(() => toNumber('1,299', '9G999')).toThrow(
      "to_number(): its second argument is the decimal sign of the texts. Write `to_number(x, '.')`",
    )
  })
})
