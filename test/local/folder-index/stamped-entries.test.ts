import { appendFile, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeJson } from '../../../src/local/files.ts'
import { stampOf } from '../../../src/local/folder-index/stamped-entries.ts'
import { makeFolder } from '../../support/folder.ts'
import { makeFolders, makeIndexed, NAMES } from '../../support/local-platform/indexed-folders.ts'

test.each<
  [string, (index: { root: string; file: string; text: string }) => Promise<unknown>, string[]]
>([
  ['whose last line is torn', ({ file, text }) => writeFile(file, text.slice(0, -5)), ['four']],
  [
    'with zeros at its end',
    ({ file, text }) => writeFile(file, text.replace(/\n.*$/, '\n\0\0')),
    ['four'],
  ],
  ['that is missing', ({ file }) => rm(file), NAMES],
  ['that is no text', ({ file }) => writeFile(file, Buffer.from([0xff, 0, 1])), NAMES],
  ['that is a folder', ({ file }) => rm(file).then(() => mkdir(file)), NAMES],
])('an index %s lists all', async (_, harm, read) => {
  const { root, file, look } = await makeIndexed()
  await harm({ root, file, text: await readFile(file, 'utf8') })
  const found = await look()
  expect(found.names).toEqual(NAMES)
  expect(found.read.toSorted()).toEqual(read.toSorted())
})

test('lines of another form are passed over', async () => {
  const { file, look, entryOf } = await makeIndexed()
  const flat = NAMES.map((name) => `\n${JSON.stringify(entryOf(name, 'flat'))}`)
  await appendFile(file, `${flat.join('')}\n1\nnull`)
  expect(await look()).toEqual({ names: NAMES, read: [] })
})

test('a torn line spoils none that follows', async () => {
  const { file, look, write, entryOf, open } = await makeIndexed()
  await appendFile(file, '\n{"entry":"torn')
  const changed = entryOf('one', 'changed')
  await write(changed)
  const index = open()
  index.store(changed)
  await index.settle()
  expect(await look()).toEqual({ names: ['changed', 'two', 'three', 'four'], read: [] })
})

test('a line whose folder is gone is passed over, and many are removed', async () => {
  const { root, look, entryOf, lineCount } = await makeIndexed()
  for (const name of NAMES.slice(1)) await rm(join(root, entryOf(name).id), { recursive: true })
  expect(await look()).toEqual({ names: ['one'], read: [] })
  expect(await lineCount()).toBe(1)
  expect(await look()).toEqual({ names: ['one'], read: [] })
})

test('a folder that has changed without a line is read once', async () => {
  const { look, write, entryOf } = await makeIndexed()
  await write(entryOf('two', 'new'))
  const changed = ['one', 'new', 'three', 'four']
  expect(await look()).toEqual({ names: changed, read: ['new'] })
  expect(await look()).toEqual({ names: changed, read: [] })
})

test('a folder that has changed before a newer line of another is still read', async () => {
  const { look, write, entryOf, open } = await makeIndexed()
  await write(entryOf('two', 'new'))
  const index = open()
  index.store(entryOf('one'))
  await index.settle()
  expect(await look()).toEqual({ names: ['one', 'new', 'three', 'four'], read: ['new'] })
})

test('what does not last is not stored', async () => {
  const { look, write, entryOf, open } = await makeIndexed()
  const index = open()
  const changed = entryOf('two', 'open')
  await write(changed)
  index.store(changed)
  await index.settle()
  for (const _ of [1, 2]) expect((await look()).read).toEqual(['open'])
})

test('the file stays in proportion to the folders, however many were stored and deleted', async () => {
  const { root, look, write, entryOf, open, lineCount } = await makeFolders()
  const index = open()
  await write(entryOf('one'))
  await write(entryOf('two'))
  for (let n = 0; n < 3000; n++) index.store(entryOf('one'))
  index.store(entryOf('two'))
  index.delete(entryOf('two').id)
  await rm(join(root, entryOf('two').id), { recursive: true })
  await look(index)
  expect(await lineCount()).toBeLessThan(1000)
  for (let n = 0; n < 3000; n++) index.store(entryOf('one'))
  await index.settle()
  expect(await lineCount()).toBeLessThan(1000)
  expect(await look()).toEqual({ names: ['one'], read: [] })
})

test('lines that cannot be written are missed by nobody', async () => {
  const { file, look, entryOf, open } = await makeIndexed()
  await rm(file)
  await mkdir(file)
  const index = open()
  index.store(entryOf('one'))
  await index.settle()
  expect((await look(index)).names).toEqual(NAMES)
})

test('a file that is replaced by one of the same size and time has another stamp', async () => {
  const path = join(await makeFolder(), 'file.json')
  const time = new Date('2030-01-01')
  const stampAfter = async (value: object) => {
    await writeJson(path, value)
    await utimes(path, time, time)
    return stampOf(path)
  }
  const stamp = await stampAfter({ name: 'a' })
  expect(stampOf(path)).toBe(stamp)
  expect(await stampAfter({ name: 'b' })).not.toBe(stamp)
  await rm(path)
  expect(stampOf(path)).toBeUndefined()
})
