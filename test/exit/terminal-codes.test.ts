import { describe, expect, it } from 'vitest'
import { withoutTerminalCodes } from '../../src/exit/terminal-codes.ts'
import { stream } from '../support/fake-storages.ts'

/** Returns what is left of bytes that arrive in chunks of a size. */
async function strip(bytes: Buffer, size: number): Promise<Buffer> {
  const count = Math.ceil(bytes.length / size)
  const chunks = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
  const left: Buffer[] = []
  for await (const chunk of withoutTerminalCodes(stream(chunks))) left.push(chunk)
  return Buffer.concat(left)
}

describe('a text without terminal codes', () => {
  it.each([
    ['plain', 'plain'],
    ['café Â 😀 naïve\n', 'café Â 😀 naïve\n'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b[38;5;196m\u001b[1mbold\u001b[22m', 'bold'],
    ['\u001b[2K\u001b[1Gcursor', 'cursor'],
    ['\u001b[31:1mcolons', 'colons'],
    ['\u001b]0;A window title\u0007title', 'title'],
    ['\u001b]8;;https://a.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001b(B\u001b[mreset\u001b7\u001b8', 'reset'],
    ['\u001bPq#0\u001b\\sixel', 'sixel'],
    ['\u009b31mof one character', 'of one character'],
    ['half a code \u001b[', 'half a code ['],
    ['a title \u001b]0;without an end\nnext', 'a title 0;without an end\nnext'],
    ['code \u001b\u001b[0m[0m in code', 'code [0m in code'],
    ['array[0m] stays', 'array[0m] stays'],
    ['', ''],
  ])('is of %j %j, whatever the chunks', async (text, left) => {
    for (const size of [1, 2, 3, 5, 1000])
      expect((await strip(Buffer.from(text), size)).toString(), `${size}`).toBe(left)
  })

  it.each([['\u001b]'], ['\u001b1;'], ['\u001b['], ['\u001b'], ['\u001bP '], ['Â']])(
    'is found in a million times %j',
    async (code) => {
      const left = await strip(Buffer.from(code.repeat(1_000_000)), 65_536)
      expect(left.includes('\u001b')).toBe(false)
    },
  )

  it('is the same bytes if there are none', async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 31) % 256)).filter(
      (byte) => byte !== 0x1b,
    )
    expect((await strip(Buffer.from(bytes), 777)).equals(Buffer.from(bytes))).toBe(true)
  })
})
