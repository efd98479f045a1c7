import { describe, expect, it } from 'vitest'
import { linesOf, readable, sameButForTime } from '../../../../tools/support/run-log/log-lines.ts'
import { bodyOf } from './bodies.ts'

describe('readable', () => {
  it.each([
    ['plain', 'plain'],
    ['with a line end of Windows\r', 'with a line end of Windows'],
  ])('returns %j as %j', (line, text) => {
    expect(readable(line)).toBe(text)
  })

  it('bounds a line at 100,000 characters', () => {
    expect(readable('x'.repeat(200_000))).toHaveLength(100_000)
  })
})

describe('sameButForTime', () => {
  const [early, late] = ['2026-01-02T10:00:00.000Z ', '2026-01-02T10:00:09.123Z ']
  it.each([
    [`${early}waiting`, `${late}waiting`, true],
    [`${early}waiting`, 'waiting', true],
    ['waiting', 'waiting', true],
    [`${early}page 1`, `${late}page 2`, false],
    [`at ${early}waiting`, `at ${late}waiting`, false],
  ])('of %j and %j is %s', (a, b, expected) => {
    expect(sameButForTime(a, b)).toBe(expected)
  })
})

describe('linesOf', () => {
  async function read(text: string | Buffer, size: number) {
    const lines: string[] = []
    for await (const batch of linesOf(bodyOf(text, size))) lines.push(...batch)
    return lines
  }

  it.each([
    ['', []],
    ['one', ['one']],
    ['one\n', ['one']],
    ['one\n\ntwo', ['one', '', 'two']],
    ['\n\n', ['', '']],
    ['one\r\ntwo\r\n', ['one', 'two']],
    ['café\nnaïve 😀\n', ['café', 'naïve 😀']],
  ])('returns the lines of %j, whatever the chunks', async (text, lines) => {
    for (const size of [1, 2, 3, 1000]) expect(await read(text, size), `${size}`).toEqual(lines)
  })

  it('bounds a line without an end, and goes on with the next', async () => {
    const [long, next] = await read(`${'x'.repeat(1_000_000)}\nnext`, 65_536)
    expect(long).toHaveLength(100_000)
    expect(next).toBe('next')
  })

  it('accepts bytes that are not UTF-8', async () => {
    expect(await read(Buffer.from([0xff, 0x41, 0x0a, 0xc3]), 2)).toEqual(['\ufffdA', '\ufffd'])
  })
})
