import { expect, test } from 'vitest'
import { chunks, toBlocks } from '../../../../src/local/storage/item-log/item-blocks.ts'

test.each<[from: number, to: number, desc: boolean, parts: [number, number][]]>([
  [0, 0, false, []],
  [3, 10, false, [[3, 10]]],
  [3, 10, true, [[3, 10]]],
  [
    0,
    2500,
    false,
    [
      [0, 1024],
      [1024, 2048],
      [2048, 2500],
    ],
  ],
  [
    0,
    2500,
    true,
    [
      [1476, 2500],
      [452, 1476],
      [0, 452],
    ],
  ],
])('rows %i to %i are read in parts (desc: %s)', (from, to, desc, parts) => {
  expect([...chunks(from, to, desc)]).toEqual(parts)
})

const LIMIT = 256 * 1024

test.each<[name: string, ends: number[], blocks: number[][]]>([
  ['no rows', [], []],
  ['no rows after an offset', [7], []],
  ['small rows', [0, 10, 20], [[0, 10, 20]]],
  [
    'rows up to the limit',
    [0, 10, LIMIT, LIMIT + 5],
    [
      [0, 10, LIMIT],
      [LIMIT, LIMIT + 5],
    ],
  ],
  [
    'large rows',
    [5, LIMIT + 5, 2 * LIMIT + 5],
    [
      [5, LIMIT + 5],
      [LIMIT + 5, 2 * LIMIT + 5],
    ],
  ],
])('%s are grouped into blocks', (_name, ends, blocks) => {
  expect(toBlocks(ends)).toEqual(blocks)
})
