import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ItemFile, type RowRange } from '../../../../src/local/storage/item-log/item-file.ts'
import { makeFolder } from '../../../support/folder.ts'

const rowOf = (text: string) => ({ text, isClean: !text.includes('#') })
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `{"n":${from + i}}`)

async function read(file: ItemFile, range: Partial<RowRange> = {}): Promise<string[]> {
  const rows: string[] = []
  for await (const block of file.read({ from: 0, to: file.count, desc: false, ...range })) {
    rows.push(...block)
  }
  return rows
}

test('any page can be read, in both directions', async () => {
  const file = await ItemFile.open(await makeFolder())
  await file.append(numbers(0, 3000).map(rowOf))
  for (const [from, to] of [
    [0, 3000],
    [0, 1],
    [2999, 3000],
    [1000, 1100],
    [1020, 1030],
    [5, 5],
  ] as const) {
    expect(await read(file, { from, to })).toEqual(numbers(from, to))
    expect(await read(file, { from, to, desc: true })).toEqual(numbers(from, to).reverse())
  }
})

test('rows of any size and any characters come back', async () => {
  const file = await ItemFile.open(await makeFolder())
  const texts = [
    '{}',
    `{"a":"${'x'.repeat(300_000)}"}`,
    '{"b":"漢😀"}',
    `{"a":"${'é'.repeat(200_000)}"}`,
  ]
  await file.append(texts.map(rowOf))
  expect(await read(file)).toEqual(texts)
  expect(await read(file, { from: 2, to: 3 })).toEqual(['{"b":"漢😀"}'])
  expect(file.size).toBe(Buffer.byteLength(`${texts.join('\n')}\n`))
})

test('concurrent appends keep their order, also over a restart', async () => {
  const folder = await makeFolder()
  const file = await ItemFile.open(folder)
  await Promise.all(numbers(0, 20).map((text) => file.append([rowOf(text)])))
  expect(await read(file)).toEqual(numbers(0, 20))
  expect(await read(await ItemFile.open(folder))).toEqual(numbers(0, 20))
})

test('a range stays the same while rows are added', async () => {
  const file = await ItemFile.open(await makeFolder())
  await file.append(numbers(0, 10).map(rowOf))
  const reading = read(file, { from: 2, to: 8 })
  await file.append(numbers(10, 20).map(rowOf))
  expect(await reading).toEqual(numbers(2, 8))
})

const ROWS = ['{"n":0}', '{"#n":1}', '{"n":2}']

test.each<[damage: string, harm: (items: string, index: string) => Promise<void>, rows: string[]]>([
  ['nothing', async () => {}, ROWS],
  ['a torn last line', (items) => appendFile(items, '{"n":3,"te'), ROWS],
  ['a last line without its newline', (items) => appendFile(items, '{"n":3}'), ROWS],
  [
    'a last line that is not an item',
    (items) => appendFile(items, 'null\n[]'),
    ROWS.concat('null'),
  ],
  ['zeros after the last line', (items) => appendFile(items, '\0\0\0\0\n'), ROWS],
  [
    'lines that are not indexed',
    (items) => appendFile(items, '{"n":3}\n{"n":4}\n'),
    [...ROWS, '{"n":3}', '{"n":4}'],
  ],
  ['a missing index', (_, index) => rm(index), ROWS],
  ['a torn index', (_, index) => truncate(index, 11), ROWS],
  ['an index of zeros', async (_, index) => writeFile(index, Buffer.alloc(24)), ROWS],
  [
    'zeros at the end of the index',
    async (_, index) => {
      await truncate(index, 8)
      await truncate(index, 24)
    },
    ROWS,
  ],
  ['an index longer than the items', (items) => truncate(items, 8), ['{"n":0}']],
  ['items cut within a line', (items) => truncate(items, 12), ['{"n":0}']],
  ['no items at all', (items) => truncate(items, 0), []],
])('%s is repaired', async (_name, harm, rows) => {
  const folder = await makeFolder()
  const paths = [join(folder, 'items.jsonl'), join(folder, 'items.index')] as const
  await (await ItemFile.open(folder)).append(ROWS.map(rowOf))
  await harm(...paths)
  const file = await ItemFile.open(folder)
  expect(await read(file)).toEqual(rows)
  await file.append([rowOf('{"n":9}')])
  const again = await ItemFile.open(folder)
  expect(await read(again)).toEqual([...rows, '{"n":9}'])
  expect([again.count, again.size]).toEqual([rows.length + 1, (await readFile(paths[0])).length])
})

test('clean items are counted, also when the index is rebuilt', async () => {
  const folder = await makeFolder()
  const file = await ItemFile.open(folder)
  await file.append(ROWS.map(rowOf))
  expect([file.count, file.cleanCount]).toEqual([3, 2])
  await rm(join(folder, 'items.index'))
  expect((await ItemFile.open(folder)).cleanCount).toBe(2)
})
