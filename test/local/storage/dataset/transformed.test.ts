import { expect, test } from 'vitest'
import { transformed } from '../../../../src/local/storage/dataset/transformed.ts'
import type { Transforms } from '../../../../src/local/storage/dataset/transforms.ts'
import { NO_TRANSFORMS } from '../../../support/no-transforms.ts'

const FIELDS = ['a', 'b', 'c', 'd']
const list = (length: number) => Array.from({ length }, (_, i) => i)
const item = (length: number, more = {}) =>
  JSON.stringify({ ...Object.fromEntries(FIELDS.map((name) => [name, list(length)])), ...more })

/** Reads results until a number of blocks has come or the signal fires. */
async function readBlocks(
  stored: string[],
  transforms: Partial<Transforms>,
  { blocks = Number.POSITIVE_INFINITY, signal = new AbortController().signal } = {},
): Promise<string[][]> {
  async function* source() {
    yield stored
  }
  const read: string[][] = []
  for await (const texts of transformed(source(), { ...NO_TRANSFORMS, ...transforms }, signal)) {
    read.push(texts)
    if (read.length >= blocks) break
  }
  return read
}

test('rows are built in blocks, in order, and none is lost', async () => {
  const blocks = await readBlocks([item(7), '{"a":9}', item(3)], { unwind: FIELDS })
  const loops = (length: number) => {
    const all = list(length)
    return all.flatMap((a) =>
      all.flatMap((b) => all.flatMap((c) => all.map((d) => ({ a, b, c, d })))),
    )
  }
  expect(blocks.length).toBeGreaterThan(1)
  expect(blocks.flat().map((text) => JSON.parse(text))).toEqual([
    ...loops(7),
    { a: 9 },
    ...loops(3),
  ])
})

// Of 10^24 rows, none could be built in advance.
const MANY = ['x', 'y', ...FIELDS, ...list(18).map((n) => `f${n}`)]
const huge = JSON.stringify(Object.fromEntries(MANY.map((name) => [name, list(10)])))

test.each<[name: string, stored: string, transforms: Partial<Transforms>]>([
  ['many rows', huge, { unwind: MANY }],
  ['large rows', JSON.stringify({ ...JSON.parse(huge), z: 'x'.repeat(100_000) }), { unwind: MANY }],
])('the first rows come before the others are built: %s', async (_, stored, transforms) => {
  const [texts = []] = await readBlocks([stored], transforms, { blocks: 1 })
  expect(texts.length).toBeGreaterThan(0)
  expect(texts.length).toBeLessThanOrEqual(1000)
  expect(texts.join('').length).toBeLessThan(500_000)
})

test.each<[name: string, stored: string, transforms: Partial<Transforms>]>([
  ['rows come', huge, { unwind: MANY }],
  ['all rows are empty', huge, { unwind: MANY, fields: ['none'], skipEmpty: true }],
  [
    'a last list is empty',
    JSON.stringify({ ...JSON.parse(huge), end: [] }),
    { unwind: [...MANY, 'end'] },
  ],
])('others have their turn, and a reader that leaves ends it, while %s', async (...given) => {
  const [, stored, transforms] = given
  const controller = new AbortController()
  // A timer fires only if the event loop turns.
  setTimeout(() => controller.abort(), 1)
  await readBlocks([stored], transforms, { signal: controller.signal })
  expect(controller.signal.aborted).toBe(true)
})

test('integers that a double would round keep their digits', async () => {
  const stored =
    '{"id":1700000000000000003,"in":{"no":[-9007199254740993]},"s":"\\"9007199254740993","x":1}'
  const blocks = await readBlocks([stored], { fields: ['id', 'in', 's'] })
  expect(blocks).toEqual([[stored.replace(',"x":1', '')]])
})
