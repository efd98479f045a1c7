import { describe, expect, it } from 'vitest'
import { terminalOf, wantsColors } from '../../../scripts/demo/terminal.ts'

const TERMINAL = { isTTY: true, hasColors: () => true }
const PIPE = {}

describe('wantsColors', () => {
  it.each([
    ['a terminal', TERMINAL, {}, true],
    ['a terminal without colors', { isTTY: true, hasColors: () => false }, {}, false],
    ['a pipe', PIPE, {}, false],
    ['a terminal with NO_COLOR', TERMINAL, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', TERMINAL, { NO_COLOR: '' }, true],
    ['a pipe with FORCE_COLOR', PIPE, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', TERMINAL, { FORCE_COLOR: '0' }, false],
  ])('of %s', (_, stream, env, expected) => {
    expect(wantsColors(stream, env)).toBe(expected)
  })
})

describe('terminalOf', () => {
  it.each([
    [{ columns: 120 }, {}, 100],
    [{ columns: 80 }, {}, 80],
    [{ columns: 20 }, {}, 40],
    [{}, { COLUMNS: '90' }, 90],
    [{}, {}, 80],
  ])('of %j and %j has %d columns', (stream, env, width) => {
    expect(terminalOf(stream, env).width).toBe(width)
  })
})
