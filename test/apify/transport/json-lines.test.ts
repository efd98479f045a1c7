import { describe, expect, it } from 'vitest'
import { LongLine, readLines } from '../../../src/apify/transport/json-lines.ts'
import { stream } from '../../support/fake-storages.ts'

const LONG = 'x'.repeat(1_500_000)
const chunked = (text: string, bytes: number) => {
  const body = Buffer.from(text)
  const count = Math.ceil(body.length / bytes)
  return stream(Array.from({ length: count }, (_, i) => body.subarray(i * bytes, (i + 1) * bytes)))
}

/** Reads all lines; of a long one as many pieces as are wanted. */
async function linesOf(text: string, { pieces = Number.POSITIVE_INFINITY } = {}) {
  const lines: string[] = []
  for await (const line of readLines(chunked(text, 70_000))) {
    if (!(line instanceof LongLine)) {
      lines.push(line)
      continue
    }
    let read = ''
    let count = 0
    for await (const piece of line.pieces()) {
      if (++count > pieces) break
      read += piece
    }
    lines.push(`long ${read.length}`)
  }
  return lines
}

describe('the lines of a body', () => {
  it.each([
    ['a\nb\n', ['a', 'b']],
    ['\r\n\na\r\n\r\nb', ['a', 'b']],
    [`a\n${LONG}\nb\nc`, ['a', `long ${LONG.length}`, 'b', 'c']],
    [`${LONG}\n${LONG}`, [`long ${LONG.length}`, `long ${LONG.length}`]],
    [`${LONG}\n`, [`long ${LONG.length}`]],
    [`\ufeff${LONG}\n{}`, [`long ${LONG.length}`, '{}']],
    ['', []],
  ])('are all read, a long one in pieces (case %#)', async (text, expected) => {
    expect(await linesOf(text)).toEqual(expected)
  })

  it('follow a long line of which only a part was read', async () => {
    const [first, ...rest] = await linesOf(`${LONG}\nb\n${LONG}\nc`, { pieces: 1 })
    expect(first).toMatch(/^long 1\d{6}$/)
    expect(rest[0]).toBe('b')
    expect(rest.at(-1)).toBe('c')
  })

  it('have their sizes in bytes', async () => {
    for await (const line of readLines(chunked(`${'ü'.repeat(1_200_000)}\n`, 70_000))) {
      if (!(line instanceof LongLine)) throw new Error('The line is long.')
      await line.skip()
      expect(line.bytes).toBe(2_400_000)
    }
  })
})
