import { describe, expect, it } from 'vitest'
import { readTextPart } from '../../src/budget/text-page.ts'
import { stream } from '../support/fake-storages.ts'

const PIECES = ['abc', '', 'def', 'ghi']

describe('readTextPart', () => {
  it.each([
    ['everything', 9, 0, { text: 'abcdefghi', from: 0, reachedEnd: true }],
    ['what exceeds the limit first', 5, 0, { text: 'abcdef', from: 0, reachedEnd: false }],
    ['from the middle of a piece', 9, 4, { text: 'efghi', from: 4, reachedEnd: true }],
    ['from the start of a piece', 2, 3, { text: 'def', from: 3, reachedEnd: false }],
    ['nothing at the end', 9, 9, { text: '', from: 9, reachedEnd: true }],
    ['nothing past the end', 9, 20, { text: '', from: 9, reachedEnd: true }],
  ])('reads %s', async (_, maxChars, offset, part) => {
    expect(await readTextPart(stream(PIECES), maxChars, offset)).toEqual(part)
  })

  it('reads no further than it must', async () => {
    let taken = 0
    const pieces = (function* () {
      for (; taken < 100; taken++) yield 'abc'
    })()
    await readTextPart(stream(pieces), 5)
    expect(taken).toBeLessThan(3)
  })
})
