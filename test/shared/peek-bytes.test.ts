import { describe, expect, it } from 'vitest'
import { peekBytes } from '../../src/shared/peek-bytes.ts'

async function* pieces(text: string, onEnd = () => {}): AsyncGenerator<Buffer> {
  try {
    for (const letter of text) yield Buffer.from(letter)
  } finally {
    onEnd()
  }
}

describe('peekBytes', () => {
  it.each([
    ['abcdef', 3, 'abc', false],
    ['abc', 4, 'abc', true],
    ['', 4, '', true],
  ])('of %j, %i bytes', async (text, wanted, first, whole) => {
    const peeked = await peekBytes(pieces(text), wanted)
    expect(peeked).toMatchObject({ first: Buffer.from(first), whole })
    let read = ''
    for await (const piece of peeked.body) read += piece
    expect(read).toBe(text)
  })

  it('closes the body when the reader stops', async () => {
    let ended = false
    const { body } = await peekBytes(
      pieces('abcdef', () => {
        ended = true
      }),
      2,
    )
    for await (const piece of body) if (piece.length > 0) break
    expect(ended).toBe(true)
  })
})
