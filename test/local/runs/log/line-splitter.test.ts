import { expect, test } from 'vitest'
import { LineSplitter } from '../../../../src/local/runs/log/line-splitter.ts'

const KIB_64 = 64 * 1024

function split(bytes: Buffer, pieceBytes: number): string[] {
  const splitter = new LineSplitter()
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    lines.push(...splitter.push(bytes.subarray(at, at + pieceBytes)))
  }
  return [...lines, ...splitter.end()]
}

const x = (count: number) => 'x'.repeat(count)

test.each<[what: string, bytes: Buffer | string, lines: string[]]>([
  ['no bytes', '', []],
  ['lines', 'one\ntwo\n', ['one', 'two']],
  ['empty lines', '\n\none\n\n', ['', '', 'one', '']],
  ['a last line without an end', 'one\ntwo', ['one', 'two']],
  ['line ends of Windows', 'one\r\ntwo\r\n', ['one', 'two']],
  ['a progress bar', '10 %\r20 %\rdone\n', ['10 %\r20 %\rdone']],
  ['characters of 2 to 4 bytes', 'é漢😀\nß\n', ['é漢😀', 'ß']],
  [
    'bytes that are not UTF-8',
    Buffer.from([0x61, 0xff, 0xc3, 0x0a, 0xf0, 0x9f, 0x0a]),
    ['a\ufffd\ufffd', '\ufffd'],
  ],
  ['a NUL', 'a\0b\n', ['a\0b']],
  ['a line that just fits', `${x(KIB_64)}\nnext\n`, [x(KIB_64), 'next']],
  ['a longer one', `${x(KIB_64 + 1)}\nnext\n`, [x(KIB_64), 'x', 'next']],
  ['a very long one without an end', x(2 * KIB_64 + 5), [x(KIB_64), x(KIB_64), x(5)]],
  ['a long one with a character at the border', `${x(KIB_64 - 1)}😀y\n`, [x(KIB_64 - 1), '😀y']],
  [
    'a long one of bytes that are not UTF-8',
    Buffer.alloc(KIB_64 + 1, 0x80),
    ['\ufffd'.repeat(KIB_64), '\ufffd'],
  ],
])('%s: lines do not depend on the pieces', (_, input, lines) => {
  const bytes = Buffer.from(input)
  for (const pieceBytes of [1, 3, 1000, KIB_64 - 1, KIB_64 + 1, 10 * KIB_64]) {
    if (bytes.length / pieceBytes < 20_000) expect(split(bytes, pieceBytes)).toEqual(lines)
  }
})
