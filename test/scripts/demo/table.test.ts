import { describe, expect, it } from 'vitest'
import { tableLines } from '../../../scripts/demo/table.ts'
import { fitText, textWidth, wrapText } from '../../../scripts/demo/text-width.ts'

describe('tableLines', () => {
  it('aligns names and values, numbers at the right', () => {
    const rows = [
      ['Teapot', 4],
      ['Kettle 🫖', 64.5],
    ]
    expect(tableLines(['name', 'euros'], rows, 80)).toEqual({
      head: 'name       euros',
      rule: '─────────  ─────',
      body: ['Teapot         4', 'Kettle 🫖   64.5'],
    })
  })

  it.each([30, 40, 80])('fits %d columns, whatever the values are', (width) => {
    const rows = [
      ['私たちは毎朝お茶を淹れてから、ろくろを回します。', 'x'.repeat(200), { a: ['b\nc'] }],
      [null, undefined, true],
    ]
    const { head, rule, body } = tableLines(['text', 'more', 'json'], rows, width)
    for (const line of [head, rule, ...body]) expect(textWidth(line)).toBeLessThanOrEqual(width)
    expect(body.join('')).not.toContain('\n')
  })
})

describe('texts in a terminal', () => {
  it.each([
    ['abc', 3],
    ['🫖', 2],
    ['♨️', 2],
    ['お茶', 4],
    ['e\u0301', 1],
    ['', 0],
  ])('%j takes %d columns', (text, width) => {
    expect(textWidth(text)).toBe(width)
  })

  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['お茶お茶', 4, 'お…'],
  ])('%j in %d columns is %j', (text, columns, fitted) => {
    expect(fitText(text, columns)).toBe(fitted)
  })

  it('are wrapped at blanks', () => {
    expect(wrapText('one two three-and-more', 8)).toEqual(['one two', 'three-and-more'])
  })
})
